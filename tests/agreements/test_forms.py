"""Forms on paper: for whom, with which words and codes, in files made once."""

from __future__ import annotations

import html
import io

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from pypdfium2 import PdfDocument

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import UnableToSign, printing
from schoolgate.agreements.models import FormPart, FormRun, PaperForm
from schoolgate.agreements.queries import Wanted
from schoolgate.agreements.rules import forms
from schoolgate.jobs.working import Worker
from schoolgate.people import actions as people
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from schoolgate.web.paper import scans
from tests.agreements.conftest import KS1, KS2, STAFF, Family, Under, line_of, trained
from tests.agreements.papers import form_of, printed
from tests.cast import NOW, Cast, client_of

PAGE = "/elmfield/agreements/forms/"


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="agreements").order_by("sequence")
    return [entry.verb.partition(":")[2] for entry in found]


def test_a_number_is_typed_as_people_type_it_and_holds_nothing_of_anybody() -> None:
    number = forms.new_number()
    assert number != forms.new_number()
    assert forms.typed(f" {forms.spaced(number).lower()} ") == number
    assert forms.typed("0000-1111-OOOO-IIII") == ""
    assert forms.read(forms.code("elm-field", number)) == ("elm-field", number)
    for other in ("", "https://elsewhere.example/", f"SG1:ELM:{number}X", "SG2:ELM:" + number):
        assert forms.read(other) is None


@pytest.mark.parametrize("who", ["stranger", "pupil", "teacher", "technician", "governor"])
def test_only_who_keeps_the_roster_prints(heath: Cast, family: Family, who: str) -> None:
    viewer = getattr(heath, who)
    assert queries.to_print(viewer=viewer, want=Wanted(), at=NOW).lines == []
    assert not queries.runs(viewer=viewer, on=NOW.date())
    if viewer is not None:
        with pytest.raises(people.NotAllowed):
            actions.print_forms(want=Wanted(), whose="everybody", by=viewer, at=NOW)
    assert acts() == []


def test_a_form_holds_the_very_words_and_a_code_that_finds_it(heath: Cast, family: Family) -> None:
    run = printed(heath.head, Wanted(person=family.young.pk))
    form = form_of(run, family.young)
    assert form.text.shown == line_of(family.young, KS1).text
    assert form.text_hash == form.text.hash
    assert form.version.startswith("thatto-heath@")
    (part,) = FormPart.objects.filter(run=run)
    first, *others = scans.pages(bytes(part.pdf or b""))
    assert first.said == f"SG1:ELMFIELD:{form.number}"
    assert others
    assert not any(one.said for one in others), "the code stands on the page that is signed"
    with pikepdf.open(io.BytesIO(bytes(part.pdf or b""))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert acts() == ["forms:asked", "forms:printed"]
    assert len({entry.action for entry in Entry.objects.filter(verb__startswith="agreem")}) == 1


def test_a_class_and_everybody_who_has_still_to_sign(heath: Cast, family: Family) -> None:
    run = printed(heath.head, Wanted(class_name="4 Oak"))
    assert [one.text.document for one in PaperForm.objects.filter(part__run=run)] == [KS2]
    found = queries.to_print(viewer=heath.head, want=Wanted(), at=NOW)
    assert found.untrained > 0, "training comes first"
    assert STAFF not in {one.document.key for one in found.lines}
    trained(heath.teacher)
    found = queries.to_print(viewer=heath.head, want=Wanted(document=STAFF), at=NOW)
    assert [one.person for one in found.lines] == [heath.teacher]
    assert queries.to_print(viewer=heath.other_head, want=Wanted(), at=NOW).lines == []


def test_what_cannot_be_signed_is_not_printed(heath: Cast, under: Under) -> None:
    with pytest.raises(UnableToSign, match="Training comes first"):
        printed(heath.head, Wanted(person=heath.teacher.pk))
    with pytest.raises(UnableToSign, match="Nobody you chose"):
        printed(heath.head, Wanted(class_name="9 Ash"))
    assert not FormRun.objects.exists()
    assert "forms:asked" not in acts()


def test_a_long_run_is_made_by_a_job_file_after_file(
    heath: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "AT_ONCE", 4)
    Person.objects.bulk_create(
        Person(school=heath.school, name=f"Pupil {n:02}", role="pupil_ks2", kind="pupil", year=4,
               class_name="4 Ash") for n in range(10)
    )  # fmt: skip
    want = Wanted(class_name="4 Ash")
    run = actions.print_forms(want=want, whose="class 4 Ash", by=heath.head, at=NOW)
    page = html.unescape(client_of(heath.head).get(PAGE).text)
    assert "0 of 10 forms made" in page
    assert '<progress class="sg-progress" max="10" value="0"' in page
    assert "Look again" in page
    with pytest.raises(UnableToSign, match="are being printed"):
        actions.print_forms(want=want, whose="class 4 Ash", by=heath.head, at=NOW)
    first = FormPart.objects.filter(run=run).select_related("run", "school")[0]
    assert actions.make_forms(part=first, at=NOW)
    assert 'value="4"' in client_of(heath.head).get(PAGE).text
    Worker().work(until_empty=True)
    assert not actions.make_forms(part=first, at=NOW), "each file is made once"
    assert [part.count for part in run.parts.exclude(made_at=None)] == [4, 4, 2]
    codes = {page.said for part in run.parts.all() for page in scans.pages(bytes(part.pdf or b""))}
    assert len(codes - {""}) == 10
    assert acts().count("forms:printed") == 3


def test_the_page_asks_for_a_class_and_keeps_what_was_chosen(heath: Cast, family: Family) -> None:
    head = client_of(heath.head)
    said = html.unescape(head.post(PAGE, {"act": "print", "whom": "class"}).text)
    assert "Choose a class" in said
    assert "There is a problem" in said
    roster = html.unescape(head.get("/elmfield/agreements/roster/?q=Yan").text)
    assert f'href="{PAGE}?person={family.young.pk}&document={KS1}"' in roster
    chosen = head.get(f"{PAGE}?person={family.young.pk}&document={KS1}").text
    assert f'<option value="{family.young.pk}" selected>' in chosen
    assert f'<option value="{KS1}" selected>' in chosen
    sent = {"act": "print", "whom": "person", "person": str(family.young.pk)}
    assert head.post(PAGE, sent).status_code == 303
    page = html.unescape(head.get(PAGE).text)
    assert "The forms are ready below" in page
    part = FormPart.objects.get()
    assert "1 form for Yan Young, file 1 of 1" in page
    answer = head.get(f"{PAGE}{part.pk}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert acts()[-1] == "forms:fetched"
    for who in (heath.other_head, heath.teacher):
        assert client_of(who).get(f"{PAGE}{part.pk}/").status_code in {403, 404}


def test_forms_are_withdrawn_once(heath: Cast, family: Family) -> None:
    run = printed(heath.head, Wanted(class_name="4 Oak"))
    head = client_of(heath.head)
    sent = {"act": "withdraw", "run": str(run.pk)}
    assert head.post(PAGE, sent).status_code == 303
    assert "Withdrawn 14 October 2026" in head.get(PAGE).text
    assert "These forms are withdrawn already." in html.unescape(head.post(PAGE, sent).text)
    assert acts().count("forms:withdrawn") == 1


def test_what_was_printed_is_never_changed(heath: Cast, family: Family) -> None:
    printed(heath.head, Wanted(class_name="4 Oak"))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PaperForm.objects.update(number="A" * 16)


def test_the_form_is_what_people_can_read(heath: Cast, family: Family) -> None:
    run = printed(heath.head, Wanted(person=family.young.pk))
    part = FormPart.objects.get(run=run)
    document = PdfDocument(bytes(part.pdf or b""))
    text = document[0].get_textpage().get_text_range()
    assert "Yan Young" in text
    assert "Class 1 Oak" in text
    assert forms.spaced(form_of(run, family.young).number) in text
    assert "I know that use of the school’s systems is recorded" in " ".join(text.split())
    assert "Signature" in text
    document.close()
