"""A list is judged and planned, line by line, before anything of it counts. No database."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from schoolgate.filtering.lists import copies, judging, planning
from schoolgate.filtering.lists.files import UT1, UnableToOpenList, found_in
from schoolgate.filtering.lists.own import sort_out
from schoolgate.filtering.lists.planning import Order, Plan
from schoolgate.filtering.lists.reading import Form, Listed, Trouble, read
from schoolgate.filtering.lists.wellknown import help_sites, well_known

KEY = b"k" * 32


def plan(tmp_path: Path, text: str, *, form: str = "domains", usual: str = "games",
         words: dict[str, str] | None = None, key: bytes = b"", name: str = "new",
         before: str = "") -> Plan:  # fmt: skip
    """Plan a list; its copy lies in `name` below the folder of the test."""
    order = Order(usual, words or {}, date(2026, 10, 14), key)
    found = read(Form(form), io.StringIO(text))
    old = tmp_path / before if before else None
    return planning.plan(found, tmp_path / name, order, before=old)


def held(path: Path) -> list[str]:
    """What a copy closes; what it leaves open has a + before it."""
    return [f"{'' if one.category else '+'}{one.host}{one.path}" for one in copies.read(path)]


@pytest.mark.parametrize(
    ("host", "why"),
    [("co.uk", "many owners"), ("sch.uk", "many owners"), ("gov.uk", "many owners"),
     ("com", "not the name of one site"), ("test", "not the name of one site"),
     ("10.1.2.3", "inside a school"), ("::1", "inside a school"),
     ("xn--p1ai", "not the name of one site")],
)  # fmt: skip
def test_nobody_closes_or_opens_what_many_own(host: str, why: str) -> None:
    assert why in judging.refusal(host)
    (found,) = judging.judged([Listed(1, host)])
    assert isinstance(found, Trouble)


@pytest.mark.parametrize("host", ["games.test", "bad.co.uk", "8.8.8.8", "2001:4860::1", "x.sch.uk"])
def test_what_somebody_owns_may_stand_in_a_list(host: str) -> None:
    (found,) = judging.judged([Listed(1, host)])
    assert isinstance(found, Listed) is (host != "x.sch.uk")  # the list has *.sch.uk


def test_a_site_of_many_sites_is_let_in_and_shown(tmp_path: Path) -> None:
    assert plan(tmp_path, "github.io\na.test\n").wide == ["github.io"]


def test_no_well_known_site_is_what_many_own() -> None:
    assert [host for host in well_known() if judging.refusal(host)] == []
    assert "childline.org.uk" in help_sites()
    assert "bbc.co.uk" in well_known().keys() - help_sites()


@pytest.mark.parametrize("name", ["bbc.co.uk", "mit.edu", "maths.org", "childline.org.uk"])
def test_a_list_that_would_close_a_well_known_site_asks(tmp_path: Path, name: str) -> None:
    found = plan(tmp_path, f"{name}\na.test\n")
    (said,) = planning.asks(found)
    assert "sites that schools need" in said
    assert found.known_count == 1


def test_a_part_of_a_well_known_site_or_one_of_its_pages_asks_nothing(tmp_path: Path) -> None:
    assert planning.asks(plan(tmp_path, "ads.bbc.co.uk\n")) == []
    assert planning.asks(plan(tmp_path, "bbc.co.uk/games/clicker\n", form="urls")) == []


def test_a_list_that_loses_more_than_a_fifth_asks(tmp_path: Path) -> None:
    plan(tmp_path, "".join(f"s{n}.test\n" for n in range(10)), name="old")
    nine = plan(tmp_path, "".join(f"s{n}.test\n" for n in range(8)), before="old")
    assert (nine.before, nine.entries, planning.asks(nine)) == (10, 8, [])
    seven = plan(tmp_path, "".join(f"s{n}.test\n" for n in range(7)), before="old")
    (said,) = planning.asks(seven)
    assert "10 entries and would have 7" in said


def test_a_plan_counts_what_comes_goes_and_stays(tmp_path: Path) -> None:
    plan(tmp_path, "a.test\nb.test\nc.test\n", name="old")
    found = plan(tmp_path, "c.test\nb.test\nd.test\nb.test\nno name\nco.uk\n", before="old")
    assert (found.entries, found.added, found.removed, found.left_out) == (3, 1, 1, 2)
    assert found.sample_added == ["d.test (games)"]
    assert found.sample_removed == ["a.test (games)"]
    assert [line for line, _ in found.left_out_lines] == [5, 6]
    assert held(tmp_path / "new") == ["b.test", "c.test", "d.test"]
    again = plan(tmp_path, "d.test\nc.test\nb.test\n", before="new", name="third")
    assert (again.changes_nothing, again.sha256) == (True, found.sha256)


def test_words_that_nobody_has_explained_stand_in_the_way(tmp_path: Path) -> None:
    text = "name,category\na.test,Bets\nb.test,Bets\nc.test,odd\nd.test,\n"
    first = plan(tmp_path, text, form="csv", usual="")
    assert first.unknown == {"bets": 2, "odd": 1, "(none)": 1}
    assert planning.obstacles(first)
    told = {"bets": "gambling", "odd": "", "(none)": "games"}
    second = plan(tmp_path, text, form="csv", usual="", words=told)
    assert (second.counts, second.left_out_words) == ({"gambling": 2, "games": 1}, 1)
    assert planning.obstacles(second) == []


def test_an_empty_list_is_never_let_in(tmp_path: Path) -> None:
    assert planning.obstacles(plan(tmp_path, "# nothing\n"))
    assert planning.obstacles(plan(tmp_path, "no name\n"))


def test_what_a_list_itself_leaves_open_is_taken_out_of_it(tmp_path: Path) -> None:
    found = plan(tmp_path, "||a.test^\n||b.test^\n@@||a.test^\n", form="rules")
    assert held(tmp_path / "new") == ["+a.test", "b.test"]
    assert list(copies.names(tmp_path / "new")) == [(b"b.test", "games")]
    assert (found.open, found.counts) == (1, {"games": 1})


def test_an_entry_that_is_over_is_left_out(tmp_path: Path) -> None:
    text = "name,until\nold.test,2026-10-14\nnew.test,2026-10-15\n"
    found = plan(tmp_path, text, form="csv")
    assert held(tmp_path / "new") == ["new.test"]
    assert found.left_out_lines == [(2, "“old.test” ended on 14/10/2026.")]


def test_paths_have_one_spelling_and_no_question_mark(tmp_path: Path) -> None:
    found = plan(tmp_path, "a.test/x/../bad%2Fy\nb.test/?id=1\nc.test/watch?v=1\nd.test/\n"
                 "e.test?id=1\nf.test/#/x\ng.test#x\nh.test\\x\ni.test/;x\n//j.test/x\n",
                 form="urls")  # fmt: skip
    assert held(tmp_path / "new") == ["a.test/bad/y", "d.test", "h.test/x", "i.test/;x", "j.test/x"]
    assert found.left_out == 5


@pytest.mark.parametrize("sign", ["%0A", "%09", "%00", "%7F"])
def test_a_sign_that_no_address_shows_cannot_break_the_copy(tmp_path: Path, sign: str) -> None:
    found = plan(tmp_path, f"a.test/x{sign}b.test{sign}y\nc.test\n", form="urls")
    assert held(tmp_path / "new") == ["c.test"]
    assert found.left_out_lines == [
        (1, "The part behind “a.test” holds a sign that no address shows.")
    ]


def test_a_copy_of_the_floor_holds_digests_and_the_plan_names_nothing(tmp_path: Path) -> None:
    text = "awful.test\nbbc.co.uk\nworse.test/page?x=1\nno such name\nco.uk\n"
    found = plan(tmp_path, text, form="urls", usual="illegal", key=KEY)
    copy = (tmp_path / "new").read_text()
    marks = {copies.mark_of(KEY, *one) for one in
             (("awful.test",), ("bbc.co.uk",), ("worse.test", "/page"))}  # fmt: skip
    assert set(copy.split()) == marks
    told = f"{found.as_json()} {planning.asks(found)} {planning.obstacles(found)} {copy}"
    assert not [one for one in ("awful", "worse", "such name", "bbc", "co.uk") if one in told]
    assert (found.entries, found.left_out, found.known_count) == (3, 2, 1)
    assert {copies.mark_of(b"o" * 32, "awful.test")}.isdisjoint(marks)


def test_a_floor_that_is_exchanged_asks_though_it_stays_as_long(tmp_path: Path) -> None:
    plan(tmp_path, "".join(f"s{n}.test\n" for n in range(10)), key=KEY, name="old")
    found = plan(tmp_path, "".join(f"t{n}.test\n" for n in range(10)), key=KEY, before="old")
    assert planning.asks(found) == ["More than a fifth of its entries would give way to others."]


# --- Files ----------------------------------------------------------------------------------------


def _tar(files: dict[str, str], to: Path) -> Path:
    with tarfile.open(to, "w:gz") as tar:
        for name, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("lists/evil/domains")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return to


def entries(found: Iterable[Listed | Trouble]) -> set[tuple[str, str]]:
    """The sites and their words."""
    return {(one.host + one.path, one.category) for one in found if isinstance(one, Listed)}


def test_folders_of_ut1_are_read_from_a_tar_and_from_the_inbox(tmp_path: Path) -> None:
    files = {"lists/bets/domains": "a.test\n", "lists/bets/urls": "b.test/x\n",
             "lists/play/domains": "c.test\n", "lists/README": "d.test\n",
             "lists/play/expressions": "(games|play)\n"}  # fmt: skip
    expected = {("a.test", "bets"), ("b.test/x", "bets"), ("c.test", "play")}
    assert entries(found_in(_tar(files, tmp_path / "all.tar.gz"), UT1)) == expected
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "lists" / "evil").mkdir()
    (tmp_path / "lists" / "evil" / "domains").symlink_to("/etc/passwd")
    assert entries(found_in(tmp_path / "lists", UT1)) == expected
    for sent in (tmp_path / "all.tar.gz", tmp_path / "lists"):
        (said,) = [one for one in found_in(sent, UT1) if isinstance(one, Trouble)]
        assert said.said.startswith("“play/expressions” holds patterns")


@pytest.mark.parametrize(
    ("form", "data", "says"),
    [(UT1, b"no tar at all", "no whole .tar.gz"), (UT1, b"\x1f\x8b\x08\0\0", "no whole .tar.gz"),
     ("csv", b'name\n"' + b"a" * 200_000, "Line 2: a quotation mark is never closed"),
     ("csv", b'name\none.example\n"two.example\nthree.example\n', "Line 3: a quotation mark"),
     ("csv", b'name\n"one.example" two.example\n', "Line 2: .* or text follows it")],
)  # fmt: skip
def test_a_broken_file_is_refused_in_a_sentence(
    tmp_path: Path, form: str, data: bytes, says: str
) -> None:
    path = tmp_path / "sent"
    path.write_bytes(data)
    with pytest.raises(UnableToOpenList, match=says):
        list(found_in(path, form))
    with pytest.raises(UnableToOpenList):
        planning.plan(found_in(path, form), tmp_path / "copy", Order("games"))
    assert not (tmp_path / "copy").exists()


def test_a_blank_behind_a_value_in_quotation_marks_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b'name,category\n"one.example" ,"games" \r\ntwo.example,\n')
    found = [*found_in(tmp_path / "sent", "csv")]
    assert [(one.host, one.category) for one in found if isinstance(one, Listed)] == [
        ("one.example", "games"), ("two.example", ""),
    ]  # fmt: skip
    assert len(found) == 2


def test_a_line_without_end_and_bytes_that_are_no_text_are_read_all_the_same(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sent"
    path.write_bytes(b"a" * 100_000 + b"\n\xff\xfe\xfa\nb.test\n")
    found = list(found_in(path, "domains"))
    assert {one.host for one in found if isinstance(one, Listed)} == {"b.test"}
    assert max(len(one.said) for one in found if isinstance(one, Trouble)) < 200


def test_a_long_list_is_planned_in_bounded_memory(tmp_path: Path) -> None:
    def lines() -> Iterator[Listed]:
        for number in range(260_000):
            yield Listed(number + 1, f"site{number * 7919 % 260_000}.test")

    tracemalloc.start()
    try:
        found = planning.plan(lines(), tmp_path / "copy", Order("games"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.entries == 260_000
    assert peak < 60_000_000  # one run of 250,000 lines
    assert len(found.sample_added) == planning.SAMPLE


# --- The school's own -----------------------------------------------------------------------------


def test_each_typed_line_is_judged_by_itself() -> None:
    text = ["https://a.test/x", "A.TEST", "co.uk", "there.test", "what is this", "a.test",
            "childline.org.uk", "help.childline.org.uk", "bücher.test  # books"]  # fmt: skip
    found = sort_out(text, allow=False, there=["there.test"])
    assert [f"{one.host}{one.path}" for one in found.good] == ["a.test/x", "a.test",
                                                               "xn--bcher-kva.test"]  # fmt: skip
    assert [one.line for one in found.bad] == [3, 4, 5, 6, 7, 8]
    assert "helps children" in found.bad[-1].said
    opened = sort_out(["childline.org.uk"], allow=True)
    assert opened.good[0].allow


def test_lines_beyond_the_most_are_said_not_skipped() -> None:
    found = sort_out([f"s{n}.test" for n in range(2_003)], allow=False)
    assert (len(found.good), len(found.bad)) == (2_000, 3)
