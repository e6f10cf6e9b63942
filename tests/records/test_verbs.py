"""The registry of verbs is closed, and a sentence comes out of whatever an old version wrote."""

from __future__ import annotations

from enum import StrEnum

import pytest

from schoolgate.records import queries, verbs
from schoolgate.records.models import Entry
from schoolgate.records.verbs import BadVerb, Meaning, RecordsVerb
from tests.cast import Cast
from tests.records.acts import act

PLAIN = Meaning(lambda told: f"{told.actor} lent {told.object} until {told.body['until']}.")


class Loans(StrEnum):
    LENT = "loans:device:lent"
    RETURNED = "loans:device:returned"


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "_known", dict(verbs._known))


def test_an_unknown_verb_is_refused_and_nothing_is_written(cast: Cast) -> None:
    with pytest.raises(BadVerb, match="No room has the verb “loans:device:lent”"):
        act(cast, verb=Loans.LENT)
    assert Entry.objects.count() == 0


def test_a_registered_verb_is_written(cast: Cast) -> None:
    verbs.register("loans", Loans, dict.fromkeys(Loans, PLAIN))
    entry = act(cast, verb=Loans.LENT, body={"until": "Friday"})
    assert queries.sentence(entry) == "Hana Head lent Pip Pupil until Friday."


def test_a_verb_twice_is_refused_and_the_first_stays() -> None:
    verbs.register("loans", Loans, dict.fromkeys(Loans, PLAIN))
    before = verbs.known()
    with pytest.raises(BadVerb, match="registered already"):
        verbs.register("loans", Loans, dict.fromkeys(Loans, PLAIN))
    assert verbs.known() == before


def test_verbs_out_of_order_or_form_or_room_or_without_meaning_are_refused() -> None:
    disorder = StrEnum("disorder", {"B": "loans:device:lent", "A": "loans:device:asked"})
    shape = StrEnum("shape", {"A": "loans:Device:lent"})
    for room, wrong, sentence in [
        ("loans", disorder, "Sort them by the alphabet."),
        ("loans", shape, "Write loans:thing:act."),
        ("people", Loans, "is not a verb of people."),
    ]:
        with pytest.raises(BadVerb, match=sentence):
            verbs.register(room, wrong, dict.fromkeys(wrong, PLAIN))
    with pytest.raises(BadVerb, match="“loans:device:returned” has no meaning"):
        verbs.register("loans", Loans, {Loans.LENT: PLAIN})
    assert not [verb for verb in verbs.known() if verb.startswith("loans:")]


def test_old_data_still_becomes_a_sentence(cast: Cast) -> None:
    verbs.register("loans", Loans, dict.fromkeys(Loans, PLAIN))
    entry = act(cast, verb=Loans.LENT, body={"till": "Friday"})
    assert queries.sentence(entry) == "Hana Head: lent, Pip Pupil."


def test_an_entry_of_a_room_that_is_gone_still_becomes_a_sentence(cast: Cast) -> None:
    entry = act(cast)
    entry.verb, entry.body = "pigeons:letter:sent-off", "[1]"
    assert queries.sentence(entry) == "Hana Head: sent off, Pip Pupil."


def test_every_verb_of_this_room_says_who_may_read_it() -> None:
    for verb in RecordsVerb:
        assert verb in verbs.readable_by("headteacher")
        assert verb not in verbs.readable_by("it_technician")
