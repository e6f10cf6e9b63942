"""A duty that several acts prove is found by each of them."""

from __future__ import annotations

from schoolgate.policies.analysis.departures import departures
from schoolgate.policies.language.effective import Pack
from tests.language.reading import survive

_TEXT = """+++
pack = "{title}"
title = "{title}"
version = "1"
status = "in force"
+++

# 1 Filter

```duty
who: headteacher
what: test the filter
every: term
proved by: filtering:test:run; Filtering:Sites:Checked
```

# 2 Devices

```duty
who: headteacher
what: go through the devices
every: year
proved by: {second}
```
"""


def pack(title: str, second: str) -> Pack:
    """A policy with two duties."""
    found = survive(_TEXT.format(title=title, second=second))
    assert found is not None
    return found


def test_each_act_that_proves_a_duty_finds_it() -> None:
    ours = pack("ours", "devices:register:checked; devices:all:seen")
    for act in ("filtering:test:run", "filtering:sites:checked"):
        assert [clause.ref for clause, _ in ours.proved_by(act)] == ["1"]
    assert ours.clause_of("devices:all:seen") == "2"
    assert ours.clause_of("devices:all:sold") == ""
    assert ours.proved_by("devices:all:sold") == []


def test_a_standard_is_met_where_one_of_two_acts_is_what_it_asks_for() -> None:
    ours = pack("ours", "devices:register:checked; devices:all:seen")
    assert list(departures(ours, [pack("theirs", "devices:all:seen")])) == []
    (said,) = departures(ours, [pack("theirs", "devices:all:sold")])
    assert (said.kind, said.text[:22]) == ("absent", "Go through the devices")
