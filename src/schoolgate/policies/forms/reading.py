"""What may stand in the address of a page, checked."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from schoolgate.policies.comparing.pairs import KINDS

MOST_SEARCHED = 80
GROUPS = (("", "Everyone"), ("staff", "Staff"), ("pupils", "Pupils"), ("parents", "Parents"),
          ("governor", "Governors"))  # fmt: skip


class SearchForm(forms.Form):
    """Words to look for in a policy."""

    q = forms.CharField(label="Search this policy", required=False, max_length=MOST_SEARCHED)


class CompareForm(forms.Form):
    """Two policies and what to show of their differences."""

    a = forms.ChoiceField(label="From")
    b = forms.ChoiceField(label="To")
    kind = forms.ChoiceField(label="Kind", required=False)
    who = forms.ChoiceField(label="People", required=False, choices=GROUPS)
    q = forms.CharField(label="Words", required=False, max_length=MOST_SEARCHED)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, data: object, policies: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name in ("a", "b"):
            self._choice(name).choices = policies
        self._choice("kind").choices = [("", "Every kind"), *KINDS.items()]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field
