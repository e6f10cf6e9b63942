"""A message is recorded once, sealed, and opened with leave only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schoolgate.activity.events import MailEvent
from schoolgate.activity.leave import Leave, OutsideLeave, Scope
from schoolgate.activity.mail.copies import Copies, UnableToOpen
from schoolgate.activity.mail.opening import Body, open_body
from schoolgate.activity.mail.retention import drop_day, release
from schoolgate.activity.store import Store
from schoolgate.gateways import shelf
from schoolgate.gateways.mail.keeping import Keeper
from tests.gateways.mail.conftest import NOW, arrival, keeper_in, log_in
from tests.gateways.mail.samples import AWKWARD, letter, report

DAY = date(2026, 10, 12)
WEEK = 7 * 86_400_000


def _leave(store: Store, **more: object) -> Leave:
    said: dict[str, object] = {
        "person": frozenset({store.pseudonym("address", "ann@elmfield.example")}),
        "scope": frozenset({Scope.MAIL}), "since": NOW - WEEK, "until": NOW + WEEK,
        "authorisation": "look-up 7",
    }  # fmt: skip
    return Leave(**(said | more))  # type: ignore[arg-type]


def _open(keeper: Keeper, store: Store, leave: Leave, body: str) -> Body:
    day, name = body.split("/")
    return open_body(leave, copies=keeper.copies, pseudonym=store.pseudonym,
                     day=date.fromisoformat(day), name=name)  # fmt: skip


def _mail(store: Store) -> list[MailEvent]:
    return [one for one in store.since("mail", 0, 10_000)[0] if isinstance(one, MailEvent)]


@pytest.mark.row("MON-02")
def test_the_six_items_are_recorded_and_the_copies_open_with_leave(
    keeper: Keeper, store: Store
) -> None:
    keeper.keep([arrival(report(letter()), reports=True)])

    (said,) = _mail(store)
    assert said.sender == store.pseudonym("address", "ann@elmfield.example")
    assert said.at == NOW - (2 * 24 + 1) * 3_600_000 - 15 * 60_000, "when it was sent"
    assert said.inside
    to = {(one.kind, one.who, one.inside) for one in store.since("recipients", 0, 9)[0]}  # type: ignore[union-attr]
    named = {
        ("to", "bob@elmfield.example", True),
        ("to", "eve@outside.example", False),
        ("cc", "cat@elmfield.example", True),
        ("bcc", "dan@elmfield.example", True),
    }
    assert to == {(kind, store.pseudonym("address", who), here) for kind, who, here in named}
    files = [(one.name, one.size) for one in store.since("attachments", 0, 9)[0]]  # type: ignore[union-attr]
    assert files == [("letter home.pdf", 15), ("who pays.csv", 10)]
    opened = _open(keeper, store, _leave(store), said.body)
    assert opened.letter.original == letter()
    assert opened.words[0].startswith("We meet at nine.")
    assert opened.contents == (b"%PDF-1.7 letter", b"a,b\r\n1,2\r\n")


@pytest.mark.parametrize(
    "less",
    [
        {"authorisation": ""},
        {"scope": frozenset({Scope.WEB})},
        {"scope": frozenset()},
        {"until": NOW - 3 * 86_400_000},
        {"since": NOW},
        {"person": frozenset({"0123456789abcdef"})},
        {"person": frozenset()},
    ],
)
def test_no_copy_opens_outside_the_leave(
    keeper: Keeper, store: Store, less: dict[str, object]
) -> None:
    keeper.keep([arrival()])

    with pytest.raises(OutsideLeave):
        _open(keeper, store, _leave(store, **less), _mail(store)[0].body)


def test_a_row_that_was_changed_leads_to_nobody_elses_message(keeper: Keeper, store: Store) -> None:
    private = letter().replace(b"ann@", b"zoe@").replace(b"Ann", b"Zoe")
    keeper.keep([arrival(private)])

    with pytest.raises(OutsideLeave):
        _open(keeper, store, _leave(store), _mail(store)[0].body)


def test_nothing_readable_lies_outside_the_seal(keeper: Keeper, tmp_path: Path) -> None:
    keeper.keep([arrival()])

    there = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    for word in (b"We meet at nine", b"Trip to the museum", b"ann@elmfield", b"PDF-1.7", b"a,b"):
        assert word not in there


def test_a_copy_that_was_changed_or_moved_does_not_open(keeper: Keeper, store: Store) -> None:
    keeper.keep([arrival(), arrival(letter(2))])
    one, two = (Path(row.body) for row in _mail(store))
    folder = keeper.copies._folder
    sealed = (folder / one).read_bytes()
    (folder / two).chmod(0o600)
    (folder / two).write_bytes(sealed)

    with pytest.raises(UnableToOpen, match="changed"):
        keeper.copies.open(DAY, two.name)
    with pytest.raises(UnableToOpen):
        Copies(folder, school="elmfield", key=bytes(32)).open(DAY, one.name)


def test_the_same_message_again_is_one_message(keeper: Keeper, store: Store) -> None:
    first = keeper.keep([arrival(), arrival()])
    again = keeper.keep([arrival(b"Received: by another way\r\n" + letter())])

    assert [one.is_new for one in (*first, *again)] == [True, False, False]
    assert len(_mail(store)) == 1
    assert len(store.since("recipients", 0, 99)[0]) == 3


@pytest.mark.parametrize("stop", ["sealed", "entered", "appended"])
def test_a_crash_between_two_steps_loses_and_doubles_nothing(
    keeper: Keeper, store: Store, tmp_path: Path, stop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    def crash(*_: object, **__: object) -> None:
        raise Crash

    def crash_after(*rows: Any, **more: Any) -> None:
        real(*rows, **more)
        raise Crash

    real = store.append_all
    with monkeypatch.context() as patched:
        if stop == "sealed":
            patched.setattr(keeper, "_enter", crash)
        elif stop == "entered":
            patched.setattr(store, "append_all", crash)
        else:
            patched.setattr(store, "append_all", crash_after)
        with pytest.raises(Crash):
            keeper.keep([arrival(letter(number)) for number in range(5)])
    other = log_in(tmp_path)
    again = keeper_in(tmp_path, other)
    again.keep([arrival(letter(number)) for number in range(7)])

    assert len(_mail(other)) == 7
    assert len(other.since("attachments", 0, 99)[0]) == 14
    other.close()


def test_every_awkward_message_is_sealed_as_it_came(keeper: Keeper, store: Store) -> None:
    kept = keeper.keep([arrival(raw, now=NOW + number)
                        for number, (raw, _) in enumerate(AWKWARD.values())])  # fmt: skip

    names = [one.name for one in kept]
    for (raw, trouble), one in zip(AWKWARD.values(), kept, strict=True):
        day = next(day for day in keeper.copies.days() if _has(keeper, day, one.name))
        assert keeper.copies.open(day, one.name).raw == raw or not one.is_new
        assert not trouble or trouble in one.troubles
    assert len(_mail(store)) == len(set(names)) > 60
    noted = shelf.counts(store, "mail-365")
    assert noted["winmail.dat is not opened"] == 1
    assert noted["nested too deep"] > 1


def _has(keeper: Keeper, day: date, name: str) -> bool:
    try:
        return bool(keeper.copies.open(day, name))
    except UnableToOpen:
        return False


def test_a_day_goes_with_its_copies_but_those_that_are_held(keeper: Keeper, store: Store) -> None:
    keeper.keep([arrival(letter(number)) for number in range(4)])
    zoe = letter(9).replace(b"bob@", b"zoe@")
    keeper.keep([arrival(zoe)])
    held = next(row for row in _mail(store) if _raw(keeper, row.body) == zoe).body.split("/")[1]
    store.hold("case 7", table="recipients", who=store.pseudonym("address", "zoe@elmfield.example"),
               since=NOW - WEEK, until=NOW)  # fmt: skip

    assert drop_day(store, keeper.copies, DAY) == 4
    assert list(keeper.copies.days()) == []
    assert keeper.copies.open(DAY, held).raw == zoe
    assert release(store, keeper.copies) == 0
    store.release("case 7")
    assert release(store, keeper.copies) == 1
    with pytest.raises(UnableToOpen):
        keeper.copies.open(DAY, held)
    assert drop_day(store, keeper.copies, DAY) == 0


def _raw(keeper: Keeper, body: str) -> bytes:
    day, name = body.split("/")
    return keeper.copies.open(date.fromisoformat(day), name).raw


def test_a_date_that_is_not_likely_gives_way_to_the_arrival(keeper: Keeper, store: Store) -> None:
    old = letter().replace(b"12 Oct 2026", b"12 Oct 2019")
    (kept,) = keeper.keep([arrival(old)])

    assert kept.troubles == ("the date is not likely",)
    assert _mail(store)[0].at == NOW
    keeper.keep([arrival(old.replace(b"<1@", b"<2@"), dated=True)])
    assert _mail(store)[1].at < NOW - 52 * WEEK, "a file of old mail is believed"


def test_copies_follow_the_log_and_never_go_before_it(keeper: Keeper, store: Store) -> None:
    later = letter(2).replace(b"12 Oct", b"13 Oct")
    keeper.keep([arrival(), arrival(later)])

    assert keeper.tidy() == 0
    store.drop(DAY)
    assert keeper.tidy() == 1
    assert list(keeper.copies.days()) == [date(2026, 10, 13)]
    (again,) = keeper.keep([arrival()])
    assert again.is_new, "the ledger forgot it too"
    for day in (DAY, date(2026, 10, 13)):
        store.drop(day)
    assert keeper.tidy() == 0, "an empty log is no reason to delete"


@pytest.mark.row("MON-19")
def test_a_chat_has_the_record_retention_and_leave_of_mail(keeper: Keeper, store: Store) -> None:
    keeper.keep([arrival(kind="chat")])

    (said,) = _mail(store)
    assert said.kind == "chat"
    with pytest.raises(OutsideLeave):
        _open(keeper, store, _leave(store, scope=frozenset({Scope.WEB})), said.body)
    assert _open(keeper, store, _leave(store), said.body).words
    assert keeper.copies.drop(DAY) == 1
