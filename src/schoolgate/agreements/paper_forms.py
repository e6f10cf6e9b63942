"""Forms about paper: whose forms are printed, and scans that come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.agreements.forms import choices_of, choose_from
from schoolgate.agreements.queries import Line, Wanted
from schoolgate.web.forms import Files, ManyFiles


class PrintForm(forms.Form):
    """Whose forms are to be printed."""

    whom = forms.ChoiceField(
        label="For whom?", widget=forms.RadioSelect, initial="all",
        choices=[("all", "Everybody who has still to sign"), ("class", "One class"),
                 ("person", "One person")],
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    class_name = forms.ChoiceField(label="Which class?", required=False)
    person = forms.ChoiceField(label="Which person?", required=False)
    document = forms.ChoiceField(label="Which agreement?", required=False)

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = list(lines)
        classes = sorted({one.person.class_name for one in every} - {""})
        people = sorted({(one.person.name, str(one.person.pk)) for one in every})
        self.names = {pk: name for name, pk in people}
        self.titles = dict(choices_of(every))
        choose_from(self, "class_name", [("", "Choose a class"), *((one, one) for one in classes)])
        choose_from(self, "person", [("", "Choose a person"), *self.names.items()])
        choose_from(
            self, "document", [("", "Each that they have still to sign"), *self.titles.items()]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the class or the person where one is wanted."""
        said = self.cleaned_data
        for whom, field in (("class", "class_name"), ("person", "person")):
            if said.get("whom") == whom and not said.get(field) and field not in self.errors:
                self.add_error(field, f"Choose a {whom}")
        return said

    def wanted(self) -> tuple[Wanted, str]:
        """Return whose forms are wanted, and the same in words."""
        said = self.cleaned_data
        key = said["document"]
        which = f": {self.titles[key]}" if key else ""
        if said["whom"] == "class":
            name = said["class_name"]
            return Wanted(0, name, key), f"class {name}{which}"
        if said["whom"] == "person":
            return Wanted(int(said["person"]), "", key), f"{self.names[said['person']]}{which}"
        return Wanted(0, "", key), f"everybody{which}"


class ScansForm(forms.Form):
    """Scanned forms."""

    sent = Files(
        label="Files", widget=ManyFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="PDF files, or JPEG or PNG pictures: scans in grey at 150 dpi are enough, "
        "photographs do as well. At most 25 MB a file and 50 MB together",
        error_messages={"required": "Choose a file", "empty": "It is empty. Scan the page again"},
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:  # they were thrown away before they got here
            says = "These files are larger than 50 MB together. Send some of them at a time"
            self.fields["sent"].error_messages["required"] = says
