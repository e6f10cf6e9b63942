"""How parts of a policy are shown."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from schoolgate.policies.english.wording import british, capital
from schoolgate.policies.reading.outline import BoxPart, Part, Prose
from schoolgate.policies.reading.rendering import MARKS

register = template.Library()


register.filter("british", british)


@register.filter(name="template")
def template_of(part: Part) -> str:
    """The template that shows a part of a clause."""
    if isinstance(part, Prose):
        return "policies/parts/prose.html"
    return f"policies/parts/{'box' if isinstance(part, BoxPart) else 'grid'}.html"


@register.filter
def tag(level: int) -> int:
    """The heading below the page's own for a section of this level."""
    return min(level + 1, 6)


@register.filter
def mark_name(mark: str) -> str:
    """The name of a kind of box."""
    return MARKS[mark]


@register.filter
def sentence(text: str) -> str:
    """A phrase with a capital and a full stop."""
    return capital(text if text.endswith((".", "?", "!")) else f"{text}.")


@register.filter
def in_words(text: str) -> str:
    """A date of a document as people write it: `2019-02` is February 2019."""
    return british(text)


@register.filter
def plain_control(field: BoundField) -> SafeString:
    """A field's own element with its class."""
    select = isinstance(field.field.widget, forms.Select)
    attrs: dict[str, str | bool] = {"class": "govuk-select" if select else "govuk-input"}
    if field.errors:
        attrs["aria-describedby"] = f"{field.auto_id}-error"
    return field.as_widget(attrs=attrs)
