"""Form controls in GOV.UK's manner."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.forms import BaseForm
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()

_CLASSES = {
    "checkbox": "govuk-checkboxes__input",
    "checkboxes": "govuk-checkboxes__input",
    "file": "govuk-file-upload",
    "radios": "govuk-radios__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
}
_SHOWN_RED = ("govuk-file-upload", "govuk-input", "govuk-select", "govuk-textarea")


@register.simple_tag(takes_context=True)
def refused(context: Context) -> str:
    """What the title of a page begins with when one of its forms was sent and refused."""
    shown: list[Any] = [*context.flatten().values()]
    shown += [one for value in shown if type(value) is dict for one in value.values()]
    # By type: what is lazy stays unread, as reading the token would set a cookie.
    wrong = (one for one in shown if issubclass(type(one), BaseForm) and one.errors)
    return "Error: " if any(wrong) else ""


@register.filter
def kind(field: BoundField) -> str:
    """One of `checkbox`, `checkboxes`, `file`, `radios`, `select`, `textarea`, `input`."""
    widget = field.field.widget
    # Django makes RadioSelect the parent of CheckboxSelectMultiple: ask for the child first.
    for of, name in (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    ):
        if isinstance(widget, of):
            return name
    return "input"


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own element, with its class, and its hint and error named for a screen reader."""
    css = _CLASSES.get(kind(field), "govuk-input")
    if field.errors and css in _SHOWN_RED:
        css += f" {css}--error"
    attrs: dict[str, str | bool] = {
        "class": f"{css} {field.field.widget.attrs.get('class', '')}".strip()
    }
    if described_by(field):
        attrs["aria-describedby"] = described_by(field)
    return field.as_widget(attrs=attrs)


@register.filter
def option(choice: BoundWidget) -> SafeString:
    """One radio button or checkbox of a group, without its label."""
    choice.data["attrs"]["class"] = _CLASSES["radios" if _is_radio(choice) else "checkboxes"]
    return choice.tag()


@register.filter
def described_by(field: BoundField) -> str:
    """Ids of the field's hint and error, with a space between; empty where it has neither."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}-hint")
    if field.errors:
        ids.append(f"{field.auto_id}-error")
    return " ".join(ids)


@register.filter
def anchor(field: BoundField) -> str:
    """The id that an error summary links to: in a group, the first choice."""
    return f"{field.auto_id}_0" if kind(field) in {"radios", "checkboxes"} else field.auto_id


def _is_radio(choice: BoundWidget) -> bool:
    return bool(choice.data["type"] == "radio")
