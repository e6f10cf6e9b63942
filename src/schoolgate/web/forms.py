"""How Django's forms look, and a field for several files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates


class GovukRenderer(DjangoTemplates):
    """Renders `{{ form }}` with an error summary, hints and errors in GOV.UK's manner."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"


class ManyFiles(forms.ClearableFileInput):
    """Lets somebody choose several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files; `clean` returns a list."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        one = super().clean
        given = data if isinstance(data, list | tuple) and data else [data or None]
        return [one(each, initial) for each in given]
