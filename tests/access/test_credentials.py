"""Administrator passwords: dates, never the secret; what is due, and who must do it."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.access.actions import credentials
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Credential, CredentialDate
from schoolgate.access.queries import credentials as queries
from schoolgate.access.rules.credentials import Event
from schoolgate.people import needs
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of

SPRING = NOW.replace(year=2027, month=1, day=5)


def entered(cast: Cast, **other: object) -> Credential:
    values = {"school": cast.school, "name": "domain administrator", "system": "Server",
              "holder": cast.technician, "head_access": "sealed envelope 4 in the safe",
              "by": cast.technician, "at": NOW}  # fmt: skip
    return credentials.add_credential(**(values | other))  # type: ignore[arg-type]


def record(one: Credential, event: Event, on: dt.date, by: Person, **other: object) -> None:
    values = {"credential": one, "event": event, "on": on, "by": by, "at": NOW}
    credentials.record_event(**(values | other))  # type: ignore[arg-type]


def waits(cast: Cast, at: dt.datetime) -> list[str]:
    return [one.title for one in needs.of(cast.technician, at) if "administrator" in one.title]


@pytest.mark.row("PPL-08")
def test_a_password_older_than_a_term_is_asked_for(cast: Cast) -> None:
    one = entered(cast)
    assert waits(cast, NOW) == ["domain administrator, Server: never changed, not in the safe"]
    record(one, Event.CHANGED, TODAY, cast.technician)
    record(one, Event.DEPOSITED, TODAY, cast.technician)
    assert waits(cast, NOW + 60 * A_DAY) == []
    assert waits(cast, SPRING) == ["domain administrator, Server: not changed this term"]
    assert sentences()[1:] == [
        "Tek Nishan changed the credential domain administrator, Server on 2026-10-14.",
        "Tek Nishan put the credential domain administrator, Server into the safe on 2026-10-14.",
    ]


@pytest.mark.row("PPL-09")
def test_a_change_without_the_safe_is_asked_for_and_the_head_sees_her_way(cast: Cast) -> None:
    one = entered(cast)
    record(one, Event.CHANGED, TODAY - A_DAY, cast.technician)
    record(one, Event.DEPOSITED, TODAY - A_DAY, cast.technician)
    record(one, Event.CHANGED, TODAY, cast.technician)
    assert waits(cast, NOW) == ["domain administrator, Server: not in the safe since its change"]
    page = client_of(cast.head).get("/elmfield/access/administrators/").text
    assert "sealed envelope 4 in the safe" in page
    assert "13 October 2026" in page
    assert "not in the safe since its change" in page
    record(one, Event.DEPOSITED, TODAY, cast.technician)
    assert waits(cast, NOW) == []
    assert [verb for verb in verbs() if verb.startswith("access:")][1:] == [
        "access:credential:changed", "access:credential:deposited",
    ] * 2  # fmt: skip


@pytest.mark.row("PPL-10")
@pytest.mark.parametrize("field", ["name", "system", "head_access"])
def test_what_looks_like_a_password_is_refused_and_not_shown_again(cast: Cast, field: str) -> None:
    with pytest.raises(UnableToRecord, match="looks like a password"):
        entered(cast, **{field: "Summer2026!"})
    one = entered(cast)
    answer = client_of(cast.technician).post(
        f"/elmfield/access/administrators/{one.pk}/",
        {"act": "changed", "changed-on": "14/10/2026", "changed-note": "password is Rabbit77"},
    )
    assert "This looks like a password" in answer.text
    assert CredentialDate.objects.count() == 0
    assert "access:credential:added" in verbs()
    assert not [one for one in Entry.objects.all() if "Rabbit" in (one.body or "")]


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "teacher", "governor", "dsl", "head", "other_head"]
)
def test_only_technicians_keep_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        entered(cast, by=getattr(cast, who))
    one = entered(cast)
    with pytest.raises(NotAllowed):
        record(one, Event.CHANGED, TODAY, getattr(cast, who))
    with pytest.raises(NotAllowed):
        credentials.retire_credential(credential=one, by=getattr(cast, who), at=NOW)
    assert queries.standings(getattr(cast, who), on=TODAY) == [] or who == "head"
    assert verbs() == ["access:credential:added"]


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    one = entered(cast)
    with pytest.raises(UnableToRecord, match="already"):
        entered(cast)
    with pytest.raises(UnableToRecord, match="of this school"):
        entered(cast, name="other", holder=cast.other_head)
    with pytest.raises(UnableToRecord, match="not come yet"):
        record(one, Event.CHANGED, TODAY + A_DAY, cast.technician)
    credentials.retire_credential(credential=one, by=cast.technician, at=NOW)
    one.refresh_from_db()
    with pytest.raises(UnableToRecord, match="retired"):
        record(one, Event.CHANGED, TODAY, cast.technician)
    with pytest.raises(UnableToRecord, match="already"):
        credentials.retire_credential(credential=one, by=cast.technician, at=NOW)
    assert waits(cast, NOW) == []
    assert verbs() == ["access:credential:added", "access:credential:retired"]
