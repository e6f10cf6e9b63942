"""How Django's forms look."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class GovukRenderer(DjangoTemplates):
    """Renders `{{ form }}` with an error summary, hints and errors in GOV.UK's manner."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"
