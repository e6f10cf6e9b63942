"""Whatever stands in a log, each of its lines becomes an event or is set aside with a reason."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.activity.intake.batches import Batch
from schoolgate.activity.intake.formats import BY_NAME
from schoolgate.activity.intake.taking import Intake, Rules, Taken
from schoolgate.activity.store import Store
from tests.activity.conftest import NOON
from tests.activity.test_intake import COMBINED, NATIVE, OWN

GOOD = {"own": OWN, "squid": NATIVE, "combined": COMBINED}
_JUNK = ["", " ", "-", '"', '""', "noon", "1", "10.1.0.7", "\\", "\t", "a b c", "é", "\x01", "[",
         "%FF", "1790060400.250", "x" * 300, "\ufeff", "'", "0", "\r", "a\\\"b"]  # fmt: skip


def taken(text: str, form: str) -> Taken:
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name), school="elmfield", key=bytes(32))
        intake = Intake(store, form=BY_NAME[form], columns=BY_NAME[form].columns, rules=Rules())
        total = intake.take(Batch(text.encode(), "1", 0, 0), source="log", now=NOON)
        store.close()
    return total


@pytest.mark.parametrize("said", GOOD)
@pytest.mark.parametrize("real", GOOD)
def test_a_log_of_another_form_than_is_said_is_set_aside_whole(said: str, real: str) -> None:
    total = taken(GOOD[real], said)
    assert (total.events == 0) == (said != real)
    assert total.lines == total.events + sum(total.aside.values())
    assert total.hidden == 0


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.lists(st.sampled_from(_JUNK), max_size=14).map(" ".join), max_size=6),
    st.booleans(),
)
def test_no_line_is_lost(form: str, junk: list[str], is_among_good: bool) -> None:
    text = "".join(f"{line}\n" for line in junk) + GOOD[form] * is_among_good
    total = taken(text, form)
    lines = text.replace("\r", "").removeprefix("\ufeff").split("\n")
    assert (total.lines, total.hidden) == (sum(line != "" for line in lines), 0)
    assert total.lines == total.events + sum(total.aside.values())


def test_a_quote_that_does_not_close_hides_no_other_line() -> None:
    stray = COMBINED.replace("(1; 2)", 'x" y').partition("\n")[0]
    total = taken(f"{stray}\n{COMBINED}", "combined")
    assert (total.lines, total.events) == (3, 1)
    assert total.aside == {"quotes that do not close": 1, "no time": 1}


def test_a_quote_in_the_name_of_a_browser_is_read() -> None:
    total = taken(COMBINED.replace("(1; 2)", r"\"1\" a\tb \x22c"), "combined")
    assert (total.lines, total.events, total.aside) == (2, 1, {"no time": 1})
