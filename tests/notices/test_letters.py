"""Letters for those who have no e-mail: printed once, in files, by a job that may be killed."""

from __future__ import annotations

import io

import pikepdf
import pytest

from schoolgate.notices import actions, paper, queries
from schoolgate.notices.actions import printing
from schoolgate.notices.models import LetterPart, Notice, Step
from schoolgate.notices.owed import to_tell
from schoolgate.notices.rules import How, Mark, State
from schoolgate.people.models import Person
from schoolgate.policies import library
from tests.cast import NOW, Cast
from tests.notices.conftest import ashbrook, sent, telling, verbs, work


def crowd(cast: Cast, count: int) -> Notice:
    """A notice by letter to many of the staff."""
    Person.objects.bulk_create(
        Person(school=cast.school, name=f"Colleague {n:03}", role="teacher", kind="staff")
        for n in range(count)
    )
    return sent(cast.head, how=How.LETTER)


@pytest.mark.parametrize("who", ["teacher", "technician", "governor", "other_head"])
def test_only_those_who_send_print(elmfield: Cast, who: str) -> None:
    notice = sent(elmfield.head, how=How.LETTER)
    with pytest.raises(actions.UnableToPrint, match="Only those"):
        actions.print_letters(notice=notice, by=getattr(elmfield, who), at=NOW)
    assert verbs() == ["notices:notice:sent"]


def test_a_run_prints_everybodys_letter_once(elmfield: Cast) -> None:
    notice = crowd(elmfield, 56)
    run = actions.print_letters(notice=notice, by=elmfield.head, at=NOW)
    assert [len(part.ids) for part in run.parts.all()] == [50, 10]
    with pytest.raises(actions.UnableToPrint, match="Everybody who needs"):
        actions.print_letters(notice=notice, by=elmfield.head, at=NOW)
    work()
    first, second = LetterPart.objects.filter(run=run)
    pages = [
        len(pikepdf.open(io.BytesIO(bytes(part.pdf or b""))).pages) for part in (first, second)
    ]
    assert pages == [50, 10]
    assert Step.objects.filter(kind=Mark.PRINTED).count() == 60
    assert telling(notice, elmfield.teacher).state is State.PRINTED
    assert verbs() == ["notices:notice:sent", "notices:letters:asked",
                       "notices:letters:printed", "notices:letters:printed"]  # fmt: skip


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    elmfield: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "AT_ONCE", 2)
    notice = sent(elmfield.head, how=How.LETTER)
    run = actions.print_letters(notice=notice, by=elmfield.head, at=NOW)
    first, second = run.parts.all()
    actions.make_part(part=first, at=NOW)
    first.refresh_from_db()
    work()
    assert not actions.make_part(part=first, at=NOW)
    assert not actions.make_part(part=second, at=NOW), "another worker has made it"
    assert Step.objects.filter(kind=Mark.PRINTED).count() == 4
    assert verbs().count("notices:letters:printed") == 2


def test_one_who_was_reached_needs_no_letter(elmfield: Cast) -> None:
    notice = sent(elmfield.head)
    actions.note_undeliverable(telling=telling(notice, elmfield.teacher), at=NOW)
    names = [one.person.name for one in queries.to_print(notice)]
    assert names == ["Dev Lead", "Hana Head", "Tara Teacher", "Tek Nishan"]
    notice = sent(elmfield.head)
    names = [one.person.name for one in queries.to_print(notice)]
    assert names == ["Dev Lead", "Hana Head", "Tek Nishan"]
    assert "notices:notice:undeliverable" in verbs()


def test_the_premises_notice_of_ashbrook_prints_in_large_letters(elmfield: Cast) -> None:
    school = ashbrook(elmfield)
    on_walls = [one for one in to_tell(library.of(school)).values() if one.on_premises]
    (one,) = on_walls
    assert one.what == ("abuse of staff is not tolerated",)
    with pikepdf.open(io.BytesIO(paper.poster(one, school))) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert verbs() == []


@pytest.mark.row("POL-26")
def test_letters_carry_the_schools_word_on_safeguarding(elmfield: Cast) -> None:
    assert "Every member of staff" in paper.head(ashbrook(elmfield)).commitment
    notice = sent(elmfield.head, how=How.LETTER)
    assert paper.letters(notice, list(notice.tellings.all())).startswith(b"%PDF")
    assert verbs() == ["notices:notice:sent"]
