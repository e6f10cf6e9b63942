"""The table says of every name what a plain reading of the lists says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.filtering.table import Table, UnableToOpen
from schoolgate.filtering.table.building import build

CATEGORIES = [f"category{number}" for number in range(12)]
LABELS = st.sampled_from(["a", "b", "c", "a-b", "ab", "test", "example", "co", "uk", "0", "lan1"])
NAMES = st.lists(LABELS, min_size=1, max_size=5).map(".".join)
ADDRESSES = st.sampled_from(["1.2.3.4", "2.3.4", "10.0.0.1", "::1", "fe80::1"])
LISTED = st.dictionaries(NAMES | ADDRESSES, st.integers(1, 2**12 - 1), max_size=40)


def plain(listed: dict[str, int], name: str) -> int:
    """What the lists say: a name is in all that it or a name above it is listed for."""
    if name.rpartition(".")[2].isdigit() or ":" in name:  # an address has nothing below it
        return listed.get(name, 0)
    labels, found = name.split("."), 0
    for at in range(len(labels)):
        above = ".".join(labels[at:])
        alone = "." not in above and above != name  # nobody blocks all of .uk by a name above
        found |= 0 if alone else listed.get(above, 0)
    return found


@settings(max_examples=300)
@given(listed=LISTED, asked=st.lists(NAMES | ADDRESSES, max_size=20))
def test_it_says_what_a_plain_reading_says(
    tmp_path_factory: pytest.TempPathFactory, listed: dict[str, int], asked: list[str]
) -> None:
    to = tmp_path_factory.mktemp("tables") / "table"
    build(((name.encode(), bits) for name, bits in listed.items()), to, categories=CATEGORIES)
    table = Table(to)
    for name in [*asked, *listed, *(f"x.y.{one}" for one in listed if "." in one)]:
        assert table.bits(name.encode()) == plain(listed, name), name
    table.close()


def test_a_name_that_is_listed_twice_is_in_both(tmp_path: Path) -> None:
    build([(b"a.test", 1), (b"b.test", 2), (b"a.test", 4)], tmp_path / "t", categories=CATEGORIES)
    table = Table(tmp_path / "t")
    assert table.names(table.bits(b"www.a.test")) == ("category0", "category2")


def test_what_a_parent_covers_is_left_out(tmp_path: Path) -> None:
    names = [(b"a.test", 3), (b"www.a.test", 1), (b"x.www.a.test", 4)]
    assert build(names, tmp_path / "t", categories=CATEGORIES) == 3  # a.test, x…, and www between
    assert Table(tmp_path / "t").bits(b"x.www.a.test") == 7


@pytest.mark.parametrize("left", [0, 7, 40, -1])
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, left: int) -> None:
    build([(b"a.test", 1)], tmp_path / "t", categories=CATEGORIES)
    whole = (tmp_path / "t").read_bytes()
    (tmp_path / "t").write_bytes(whole[:left])
    with pytest.raises(UnableToOpen, match="table"):
        Table(tmp_path / "t")


def test_nothing_is_left_of_a_build_that_failed(tmp_path: Path) -> None:
    def names() -> object:
        yield b"a.test", 1
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        build(names(), tmp_path / "t", categories=CATEGORIES)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=100)
@given(listed=LISTED)
def test_its_entries_build_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, listed: dict[str, int]
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    build(((n.encode(), bits) for n, bits in listed.items()), folder / "a", categories=CATEGORIES)
    first = Table(folder / "a")
    build(first.entries(), folder / "b", categories=CATEGORIES)
    assert sorted(Table(folder / "b").entries()) == sorted(first.entries())
    assert {name for name, _ in first.entries()} <= {name.encode() for name in listed}
    assert all(first.bits(n.encode()) == plain(listed, n) == Table(folder / "b").bits(n.encode())
               for n in listed)  # fmt: skip


def test_its_entries_leave_out_what_leads_only_to_others(tmp_path: Path) -> None:
    names = [(b"a.b.test", 3), (b"c.a.b.test", 5), (b"1.2.3.4", 1)] + [
        (b"n%d.many.test" % number, 2) for number in range(40_000)
    ]
    build(names, tmp_path / "t", categories=CATEGORIES)
    found = dict(Table(tmp_path / "t").entries())
    assert found == dict(names) | {b"c.a.b.test": 4}  # its parent covers the rest


def test_a_listed_neighbour_hides_no_listed_parent(tmp_path: Path) -> None:
    """What squidGuard leaves open: 24 of 100,000 verdicts (docs/decisions/0025)."""
    names = [(b"adverts.test", 1), (b"b.adverts.test", 1), (b"x.b.adverts.test", 3)]
    build(names, tmp_path / "t", categories=CATEGORIES)
    table = Table(tmp_path / "t")
    for asked in (b"adverts.test", b"a.adverts.test", b"x.a.adverts.test", b"c.adverts.test"):
        assert table.bits(asked) == 1
    assert table.bits(b"y.x.b.adverts.test") == 3
    assert table.bits(b"b.test") == 0
