"""The pages of notices: what each role sees, and a notice from the policy's box to the Do list."""

from __future__ import annotations

import pytest

from schoolgate.notices.models import Notice
from schoolgate.notices.rules import Group, How
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.notices.conftest import ashbrook, sent, telling, verbs, work

ROOM = "/elmfield/notices/"
FORM = {"ticket": "6f8b8f0e-0000-4000-8000-000000000003", "subject": "Phones",
        "body": "Phones **stay** in bags.\n\n<script>alert(1)</script>", "groups": ["staff"],
        "how": "page", "asks": "on"}  # fmt: skip


@pytest.mark.parametrize("page", ["to-tell/", "write/", "history/", "{pk}/told/"])
def test_who_read_what_is_for_those_who_send(elmfield: Cast, page: str) -> None:
    address = ROOM + page.format(pk=sent(elmfield.head).pk)
    assert client_of(None).get(address).status_code == 302
    for who in (elmfield.pupil, elmfield.technician, elmfield.teacher, elmfield.governor):
        assert client_of(who).get(address).status_code == 403
    assert client_of(elmfield.other_head).get(address).status_code == 404
    assert client_of(elmfield.head).get(address).status_code == 200


def test_nobody_reads_a_notice_that_was_not_for_them(elmfield: Cast) -> None:
    address = f"{ROOM}{sent(elmfield.head, groups=(Group.PARENTS,)).pk}/"
    for who in (elmfield.pupil, elmfield.technician, elmfield.other_head):
        assert client_of(who).get(address).status_code == 404
    assert client_of(elmfield.parent).get(address).status_code == 200
    assert verbs() == ["notices:notice:sent", "notices:notice:read"]


@pytest.mark.row("TRN-12")
def test_the_yearly_reminder_of_ashbrook_is_written_from_its_clause_and_confirmed(
    elmfield: Cast,
) -> None:
    ashbrook(elmfield)
    client = client_of(elmfield.head)
    page = client.get(f"{ROOM}to-tell/").content.decode()
    assert "about=App2.reminder%230" in page
    address = f"{ROOM}write/?about=App2.reminder%230"
    form = client.get(address).context["form"]
    assert form.initial["groups"] == ["staff"]
    assert form.initial["asks"]
    assert "In short:" in form.initial["body"]
    filled = FORM | {"body": form.initial["body"]}
    look = client.post(address, filled).content.decode()
    assert "It reaches 4 people" in look
    assert not Notice.objects.exists()
    client.post(address, filled | {"send": "yes"})
    notice = Notice.objects.get()
    assert (notice.key, notice.clause) == ("App2.reminder#0", "App2.reminder")
    teacher = client_of(elmfield.teacher)
    assert "Please confirm" in teacher.get(ROOM).content.decode()
    teacher.post(f"{ROOM}{notice.pk}/")
    entry = Entry.objects.get(verb="notices:notice:acknowledged")
    assert (entry.clause, entry.actor) == ("App2.reminder", f"person:{elmfield.teacher.pk}")
    assert "Told" in client.get(f"{ROOM}to-tell/").content.decode()


def test_what_is_written_is_shown_before_it_goes_and_never_runs(elmfield: Cast) -> None:
    client = client_of(elmfield.head)
    look = client.post(f"{ROOM}write/", FORM).content.decode()
    assert "<strong>stay</strong>" in look
    assert "<script>alert" not in look
    assert client.post(f"{ROOM}write/", FORM | {"subject": ""}).context["form"].errors["subject"]
    assert verbs() == []


@pytest.mark.parametrize("wrong", [{"groups": ["nobody"]}, {"how": "pigeon"}, {"ticket": "x"},
                                   {"held_on": "tomorrow"}, {"how": "meeting"}])  # fmt: skip
def test_bad_input_is_one_sentence_and_keeps_what_was_typed(
    elmfield: Cast, wrong: dict[str, object]
) -> None:
    answer = client_of(elmfield.head).post(f"{ROOM}write/", FORM | {"send": "yes"} | wrong)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert "Phones" in answer.content.decode()
    assert verbs() == []


def test_the_history_is_searched_sorted_and_taken_away(elmfield: Cast) -> None:
    sent(elmfield.head, subject="=Phones", clause="5.2")
    client = client_of(elmfield.head)
    assert client.get(f"{ROOM}history/?q=tara&sort=who").context["page"].paginator.count == 1
    assert (
        client.get(f"{ROOM}history/?which=open&sort=nonsense").context["page"].paginator.count == 4
    )
    assert client.get(f"{ROOM}history/?q=nothing").context["page"].paginator.count == 0
    text = client.get(f"{ROOM}history/?as=csv").content.decode()
    assert "'=Phones" in text
    assert text.count("\n") == 5
    assert verbs().count("notices:tellings:viewed") == 4


def test_letters_are_asked_for_made_and_taken_away(elmfield: Cast) -> None:
    notice = sent(elmfield.head, how=How.LETTER)
    client = client_of(elmfield.head)
    assert "Print 4 letters" in client.get(f"{ROOM}{notice.pk}/told/").content.decode()
    client.post(f"{ROOM}{notice.pk}/letters/")
    going = client.get(f"{ROOM}{notice.pk}/told/").content.decode()
    assert "0 of 4 letters are made" in going
    assert 'hx-trigger="every 2s"' in going
    said = verbs()
    assert "0 of 4 letters" in client.get(f"{ROOM}{notice.pk}/runs/").content.decode()
    assert verbs() == said, "looking again shows nobody's name"
    work()
    done = client.get(f"{ROOM}{notice.pk}/told/").content.decode()
    assert "4 of 4 letters are made" in done
    part = notice.runs.get().parts.get()
    answer = client.get(f"{ROOM}letters/{part.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert client_of(elmfield.other_head).get(f"{ROOM}letters/{part.pk}/").status_code == 404
    assert verbs()[-1] == "notices:letters:fetched"


def test_an_answer_on_paper_is_written_down_by_the_office(elmfield: Cast) -> None:
    notice = sent(elmfield.head, how=How.LETTER, asks=True)
    one = telling(notice, elmfield.teacher)
    client = client_of(elmfield.head)
    nothing = client.post(f"{ROOM}{notice.pk}/told/", {"mark": "acknowledged"})
    assert "Tick at least one person" in nothing.content.decode()
    client.post(f"{ROOM}{notice.pk}/told/", {"mark": "acknowledged", "telling": [one.pk]})
    page = client.get(f"{ROOM}{notice.pk}/told/").content.decode()
    assert "written down by Hana Head" in page
    assert "notices:notice:recorded" in verbs()


def test_the_premises_notice_prints_for_a_wall(elmfield: Cast) -> None:
    ashbrook(elmfield)
    client = client_of(elmfield.head)
    page = client.get(f"{ROOM}to-tell/").content.decode()
    assert page.count("Print it for a wall") == 1
    key = next(row.one.key for row in client.get(f"{ROOM}to-tell/").context["rows"]
               if row.one.on_premises)  # fmt: skip
    answer = client.get(f"{ROOM}poster/", {"about": key})
    assert answer.content.startswith(b"%PDF")
    assert client.get(f"{ROOM}poster/?about=nonsense").status_code == 404
    assert verbs() == []
