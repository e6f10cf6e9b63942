"""Lines of three forms become events; what is none is kept aside, counted, with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schoolgate.activity.events import WebEvent
from schoolgate.activity.intake import batches, formats
from schoolgate.activity.intake.known import Known
from schoolgate.activity.intake.sessions import Session, certain
from schoolgate.activity.intake.taking import Intake, Rules, Taken
from schoolgate.activity.store import Store
from tests.activity.conftest import NOON, opened

AT = f"{NOON // 1000}.250"
OWN = (
    f"{AT} 10.1.0.7 ann%20b GET docs.example TCP_MISS 200 97 1234 15"
    " allow,grant,pupil_ks2,,,docs.example,token7, /a%2520b/plan.pdf?v=2\n"
    f"{AT} 10.1.0.7 ann%20b CONNECT bets.example TCP_DENIED 403 112 3417 1"
    " block,category,pupil_ks2,gambling,9.1.r3,bets.example,,6b02-1 -\n"
    f"{AT} 10.1.0.7 - CONNECT maps.example TCP_DENIED 407 112 3417 1 - -\n"
    f"{AT} 10.1.0.7 ann%20b CONNECT chat.helpline.example TCP_TUNNEL 200 1 2 3 allow,help,,,,,, -\n"
    "noon 10.1.0.7 ben GET maps.example TCP_MISS 200 97 1234 15 - /\n"
    f"{AT} 10.1.0.7 ben GET maps.example cut\n"
)
# Invented after what real logs hold: aborted transactions, unknown methods, addresses of IPv6,
# realms, parents, a mismatch without its slash, queries that were cut off, blanks in an address.
NATIVE = (Path(__file__).parent / "odd_native.log").read_text()
COMBINED = (
    '10.1.0.7 - ann [22/Sep/2026:12:00:00 +0100] "GET https://docs.example/plan.pdf HTTP/1.1" 200'
    ' 77 "-" "Invented (1; 2)" TCP_MISS:HIER_DIRECT\n'
    '10.1.0.7 - ann [22/Smarch/2026:12:00:00 +0100] "GET https://docs.example/ HTTP/1.1" 200 77'
    ' "-" "Invented" TCP_MISS:HIER_DIRECT\n'
)


def taken(store: Store, text: str, tmp_path: Path, **rules: object) -> tuple[Taken, list[WebEvent]]:
    """What becomes of a file with these lines, in batches of a few."""
    log = tmp_path / "access.log"
    log.write_text(text)
    return again(store, log, **rules)


def again(store: Store, log: Path, **rules: object) -> tuple[Taken, list[WebEvent]]:
    """What becomes of what is new in a log."""
    first = log.read_bytes()
    form = formats.told(first)
    made = Rules(**rules)  # type: ignore[arg-type]
    intake = Intake(store, form=form, columns=formats.with_extra(form, first), rules=made)
    total = Taken()
    for batch in batches.batches(log, store.reached("log"), size=300):
        total.add(intake.take(batch, source="log", now=NOON))
    return total, store.since("web", 0, 100)[0]  # type: ignore[return-value]


@pytest.mark.row("MON-01")
def test_our_own_log_fills_who_where_what_when_and_which_computer(
    store: Store, tmp_path: Path
) -> None:
    total, found = taken(store, OWN, tmp_path, hidden=["helpline.example"])
    opening, refused = found
    assert opening.who == refused.who == store.pseudonym("person", "ann b")
    assert store.name_of(opening.who, leave="look-up") == "ann b"
    assert opening.device == store.pseudonym("device", "10.1.0.7")
    assert (opening.at, opening.host, opening.sent) == (NOON + 250, "docs.example", 1234)
    assert (opening.path, opening.file) == ("/a%20b/plan.pdf?v=2", "plan.pdf")
    assert (opening.grant, opening.verdict, opening.role) == ("token7", "allow", "pupil_ks2")
    assert refused[15:21] == ("block", "category", "gambling", "9.1.r3", "", "6b02-1")
    assert (total.lines, total.events, total.hidden) == (6, 2, 1)


@pytest.mark.row("MON-01")
def test_a_line_without_user_name_or_time_is_kept_aside_and_counted(
    store: Store, tmp_path: Path
) -> None:
    total, found = taken(store, OWN, tmp_path)
    assert total.aside == {
        "a time or a number that is none": 1, "no user name": 1, "too few fields": 1}  # fmt: skip
    assert all(one.who for one in found)
    kept = store.aside()
    assert {(one.reason, one.lines) for one in kept} == set(total.aside.items())
    lines = [line for one in kept for line in store.set_aside(one.id, leave="the network manager")]
    assert sorted(lines) == sorted(OWN.splitlines()[place] for place in (2, 4, 5))


def test_oddities_of_real_native_logs_are_read_or_kept_aside(store: Store, tmp_path: Path) -> None:
    total, found = taken(store, NATIVE, tmp_path)
    assert total.aside == {"no user name": 1, "too many fields": 1}
    assert [(one.method, one.host, one.path, one.status) for one in found] == [
        ("XDGY", "", "/", 400),
        ("CONNECT", "shop.example", "", 403),
        ("CONNECT", "games.example", "", 409),
        ("GET", "2001:db8::7", "/x?y=1", 200),
        ("CONNECT", "chat.example", "", 200),
        ("GET", "flim.example", "", 400),
        ("GET", "ads.example", "/b.php;_x=1MTIw?", 200),
        ("GET", "www.google.com", "/search?hl=en&q=how+old%3F", 200),
    ]
    assert [one.verdict for one in found[:2]] == ["allow", "block"]
    assert found[-1].term == "how old?"
    assert found[3].who == store.pseudonym("person", "a\\ann")


def test_the_combined_form_is_read_with_its_time_zone(store: Store, tmp_path: Path) -> None:
    total, found = taken(store, COMBINED, tmp_path)
    assert [(one.at, one.host, one.file, one.sent) for one in found] == [
        (NOON, "docs.example", "plan.pdf", 77)
    ]
    assert total.aside == {"no time": 1}


def test_a_school_may_keep_digests_in_the_place_of_paths(store: Store, tmp_path: Path) -> None:
    _, found = taken(store, OWN, tmp_path, keeps_paths=False)
    assert (found[0].path, found[0].file, found[0].term) == ("", "", "")
    assert len(found[0].path_digest) == 16
    assert found[1].path_digest == ""


def test_a_class_login_and_a_year_group_come_from_the_school(store: Store, tmp_path: Path) -> None:
    _, found = taken(store, OWN, tmp_path, known=lambda _: Known("class", "4"),
                     network=lambda address: f"room of {address}")  # fmt: skip
    assert found[0].who == store.pseudonym("class", "ann b")
    assert (found[0].year, found[0].network) == ("4", "room of 10.1.0.7")


def test_a_computer_without_user_name_is_resolved_by_recorded_sessions_only(
    store: Store, tmp_path: Path
) -> None:
    device, at = store.pseudonym("device", "10.1.0.7"), NOON + 250
    cara = store.pseudonym("person", "cara")
    store.sit([Session(device, cara, at, at + 1)])
    total, found = taken(store, OWN.replace(" 407 ", " 403 "), tmp_path)
    assert [one.host for one in found if one.who == cara] == ["maps.example"]
    assert "no user name" not in total.aside


def test_a_proxy_that_asks_who_it_is_is_no_visit_of_whoever_sits_there(
    store: Store, tmp_path: Path
) -> None:
    device, at = store.pseudonym("device", "10.1.0.7"), NOON + 250
    store.sit([Session(device, store.pseudonym("person", "cara"), at, at + 1)])
    total, _ = taken(store, OWN, tmp_path)
    assert total.aside["no user name"] == 1


def test_where_sessions_disagree_nobody_is_named() -> None:
    found = certain([Session("d", "ann", 0, 10), Session("d", "ben", 8, 20),
                     Session("d", "ben", 20, 30), Session("e", "ann", 5, 6)])  # fmt: skip
    assert found == [Session("d", "ann", 0, 8), Session("d", "ben", 10, 30),
                     Session("e", "ann", 5, 6)]  # fmt: skip


def test_a_log_is_taken_once_while_it_grows_and_is_moved_away(store: Store, tmp_path: Path) -> None:
    line = OWN.splitlines(keepends=True)[1]
    log = tmp_path / "access.log"
    log.write_text(line * 2 + line[:40])
    assert again(store, log)[0].lines == 2
    with log.open("a") as file:
        file.write(line[40:] + line)
    log.rename(tmp_path / "access.log.1")
    log.write_text(line.replace("10.1.0.7", "10.1.0.8"))
    total, found = again(opened(tmp_path), log)
    assert (total.lines, len(found)) == (3, 5)
    assert again(store, log)[0].lines == 0
    os.truncate(log, 0)
    log.write_text(line)
    assert again(store, log)[0].lines == 1


def test_a_batch_that_was_taken_is_not_taken_again(store: Store, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(OWN)
    (batch,) = batches.batches(log, "")
    for _ in range(2):
        form = formats.OWN
        Intake(opened(tmp_path), form=form, columns=form.columns, rules=Rules()).take(
            batch, source="log", now=NOON
        )
    assert len(store.since("web", 0, 100)[0]) == 3


def test_a_clock_that_runs_ahead_is_noted(store: Store, tmp_path: Path) -> None:
    later = OWN.replace(AT, f"{NOON // 1000 + 7200}.000")
    assert taken(store, later, tmp_path)[0].ahead == 7_200_000


def test_lines_of_no_known_form_are_refused() -> None:
    with pytest.raises(formats.UnableToTell, match="--format"):
        formats.told(b"hello\nworld\n")


def test_an_address_that_cannot_be_decoded_stops_nothing(store: Store, tmp_path: Path) -> None:
    line = OWN.splitlines(keepends=True)[0]
    odd = line.replace("/a%2520b/plan.pdf?v=2", "/%FF%2Fx")
    term = odd.replace("docs.example TCP", "www.google.com TCP").replace("%FF%2Fx", "s?q=%25FF")
    _, found = taken(store, line + odd + term, tmp_path)
    assert [one.path for one in found] == ["/a%20b/plan.pdf?v=2", "/%FF%2Fx", "/s?q=%FF"]
    assert found[2].term == "%FF"


def test_a_hidden_host_is_hidden_in_capitals_too(store: Store, tmp_path: Path) -> None:
    total, found = taken(store, OWN.replace("chat.helpline", "Chat.HELPLINE"), tmp_path,
                         hidden=["helpline.example"])  # fmt: skip
    assert (total.hidden, len(found)) == (1, 2)


def test_names_and_days_that_come_late_in_a_batch_are_taken_too(
    store: Store, tmp_path: Path
) -> None:
    log, line = tmp_path / "access.log", OWN.splitlines(keepends=True)[0]
    log.write_text(line * 9000 + line.replace("ann%20b", "zoe").replace("token7", "token8"))
    (batch,) = batches.batches(log, "")
    intake = Intake(store, form=formats.OWN, columns=formats.OWN.columns, rules=Rules())
    assert len(batch.data) > 1 << 20
    assert intake.take(batch, source="log", now=NOON).events == 9001
    later = line.replace(AT, f"{NOON // 1000 + 86_400}.000").replace("10.1.0.7", "10.1.0.9")
    assert intake.take(batches.Batch(later.encode(), "2", 0, 0), source="log", now=NOON).events == 1
    *_, late, last = store.since("web", 8990, 100)[0]
    assert isinstance(late, WebEvent)
    assert isinstance(last, WebEvent)
    assert store.name_of(late.who, leave="look-up") == "zoe"
    assert (late.grant, late.number) == ("token8", 9001)
    assert (last.at, last.device) == (NOON + 86_400_000, store.pseudonym("device", "10.1.0.9"))
    assert len(list((store.folder / "web").iterdir())) == 2


def test_a_line_of_a_hidden_host_without_user_is_not_kept_aside(
    store: Store, tmp_path: Path
) -> None:
    text = OWN.replace("ann%20b CONNECT chat.helpline", "- CONNECT chat.helpline")
    total, _ = taken(store, text, tmp_path, hidden=["helpline.example"])
    assert (total.hidden, total.aside["no user name"]) == (1, 1)
