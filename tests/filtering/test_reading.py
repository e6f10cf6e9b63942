"""Lists in six forms, with what real ones hold: comments, odd endings, and lines for others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.filtering.lists.files import found_in
from schoolgate.filtering.lists.reading import Form, Listed, Trouble, read


def hosts(form: Form, text: str) -> list[str]:
    """What is blocked; what is allowed has a + before it."""
    found = [one for one in read(form, text.splitlines()) if isinstance(one, Listed)]
    return [f"{'+' * one.allow}{one.host}{one.path}" for one in found]


def troubles(form: Form, text: str) -> list[tuple[int, str]]:
    """The lines that were left out, and how the reason begins."""
    found = [one for one in read(form, text.splitlines()) if isinstance(one, Trouble)]
    return [(one.line, one.said) for one in found]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        (Form.HOSTS, "# x\n127.0.0.1 localhost\n0.0.0.0 a.test b.test # both\r\n::1 ip6-localhost",
         ["a.test", "b.test"]),
        (Form.DOMAINS, "\ufeffA.test\n\n*.b.test\n.c.test\n; note\nbücher.test\n10.0.0.1",
         ["a.test", "b.test", "c.test", "xn--bcher-kva.test", "10.0.0.1"]),
        (Form.URLS, "a.test/bad\nhttps://b.test/x/y?z=1\nc.test", ["a.test/bad",
         "b.test/x/y?z=1", "c.test"]),
        (Form.RULES, "[Adblock Plus]\n! x\n||a.test^\n||b.test^$important\n@@||c.test^\n||d.test",
         ["a.test", "b.test", "+c.test", "d.test"]),
        (Form.RPZ, "$TTL 60\n@ SOA a. b. 1 2 3 4 5\n@ NS x.\na.test CNAME .\n*.a.test CNAME .\n"
         "b.test 60 IN CNAME . ; ours", ["a.test", "a.test", "b.test"]),
        (Form.CSV, "Name,Category,Allow\na.test,games,\nb.test,news,yes\n,,\n",
         ["a.test", "+b.test"]),
        (Form.DOMAINS, "A.TEST.\r\n *.b.test \nhttp://c.test:80/\nxn--bcher-kva.test # x\n"
         "d.test;x\n!x\n[2001:db8::1]\n0x08080808\nme@e.test",
         ["a.test", "b.test", "c.test", "xn--bcher-kva.test", "d.test", "2001:db8::1", "8.8.8.8",
          "e.test"]),
        (Form.HOSTS, "0.0.0.0\tA.Test.\tb.test#x\r\n:: c.test", ["a.test", "b.test", "c.test"]),
        (Form.URLS, "a.test/x;y=1\na.test/z  # books\nHTTP:/A.test\\x\nb.test:80/w!/\n; note",
         ["a.test/x;y=1", "a.test/z", "a.test/x", "b.test/w!/"]),
        (Form.RULES, "# x\n#\n||A.test.^\n||*.b.test^$important\n@@||.c.test^",
         ["a.test", "b.test", "+c.test"]),
        (Form.CSV, "name\na.test/x\n", ["a.test/x"]),
        (Form.RPZ, "$TTL 1h\n$ORIGIN\tRPZ.test.\n@ 1h IN SOA a. b. (\n 1 ; serial\n 2 3 4 5 )\n"
         "  NS x.\nA.test IN 1h30m CNAME . ; x\n\tAAAA ::\nb.test.rpz.test. CNAME *.\n"
         "c.test A 0.0.0.0\n$ORIGIN test.rpz.test.\ne CNAME rpz-drop.",
         ["a.test", "a.test", "b.test", "c.test", "e.test"]),
        (Form.RPZ, "rpz.test. SOA a. b. 1 2 3 4 5\na.test.rpz.test. CNAME .\nb.test CNAME .",
         ["a.test", "b.test"]),
        (Form.RPZ, "a.test. CNAME .", ["a.test"]),
    ],
)  # fmt: skip
def test_each_form_is_read(form: Form, text: str, found: list[str]) -> None:
    assert hosts(form, text) == found
    assert troubles(form, text) == []


def test_a_row_of_a_table_keeps_category_comment_and_last_day() -> None:
    text = "name,category,comment,until\na.test,games,Until half term,2026-10-23"
    (found,) = read(Form.CSV, text.splitlines())
    assert found == Listed(2, "a.test", category="games", comment="Until half term",
                           until=date(2026, 10, 23))  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "line", "said"),
    [
        (Form.HOSTS, "0.0.0.0 a.test\n10.0.0.7 b.test", 2, "“10.0.0.7” leads somewhere"),
        (Form.DOMAINS, "a.test\nnot a name", 2, "“not a name” is no name of a site"),
        (Form.RULES, "||a.test^\n/banner[0-9]+/", 2, "“/banner[0-9]+/” is no rule about a host"),
        (Form.RPZ, "a.test CNAME elsewhere.test.", 1, "“a.test CNAME elsewhere.test.” sends"),
        (Form.CSV, "site,category\na.test,games", 1, "The first line names the columns"),
        (Form.CSV, "name,until\na.test,soon", 2, "“soon” is no day"),
        (Form.CSV, "name,category\n,games", 2, "This row has no name"),
        (Form.HOSTS, "0.0.0.0 # a.test", 1, "“0.0.0.0” names no site"),
        (Form.HOSTS, "0.0.0.0 a.test/x", 1, "“a.test/x” is a page"),
        (Form.DOMAINS, "a.test/x", 1, "“a.test/x” is a page"),
        (Form.DOMAINS, "a.test?x", 1, "“a.test?x” is a page"),
        (Form.DOMAINS, "a.test\tb.test", 1, "“a.test\tb.test” is no name"),
        (Form.DOMAINS, "a\0.test", 1, "“a\0.test” is no name"),
        (Form.DOMAINS, f"{'a.' * 150}test", 1, "“a.a.a."),
        (Form.DOMAINS, "*.*.a.test", 1, "“*.*.a.test” is no name"),
        (Form.URLS, "a\t.test/x", 1, "“a\t.test/x” is no name"),
        (Form.RULES, "||a.test^$third-party", 1, "“||a.test^$third-party” is no rule"),
        (Form.RULES, "@@||*.a.test^", 1, "“*.a.test” opens what is below"),
        (Form.CSV, "name,allow\n*.a.test,yes", 2, "“*.a.test” opens what is below"),
        (Form.RULES, "||a.test/x^", 1, "“||a.test/x^” is no rule"),
        (Form.RULES, "||a.*^", 1, "“||a.*^” is no rule"),
        (Form.RULES, "##.advert", 1, "“##.advert” is no rule"),
        (Form.RULES, "#@#.advert", 1, "“#@#.advert” is no rule"),
        (Form.RULES, "[$path=/x]||a.test^", 1, "“[$path=/x]||a.test^” is no rule"),
        (Form.RPZ, "*.a.test CNAME .\na.test CNAME rpz-passthru.", 2,
         "“a.test CNAME rpz-passthru.” leaves a name open"),
        (Form.RPZ, "a.test CNAME a.test.", 1, "“a.test CNAME a.test.” leaves a name open"),
        (Form.RPZ, "a.test A 192.0.2.1", 1, "“a.test A 192.0.2.1” sends"),
        (Form.RPZ, "a.test TXT \"(\"\nb.test CNAME .", 1, "“a.test TXT \"\"” closes no site"),
        (Form.RPZ, "a.test\nb.test CNAME .", 1, "“a.test” closes no site"),
        (Form.RPZ, "$INCLUDE more.zone", 1, "“$INCLUDE more.zone” closes no site"),
        (Form.RPZ, "$ORIGIN rpz.test.\na.test. CNAME .", 2, "“a.test. CNAME .” lies outside"),
        (Form.RPZ, "32.8.8.8.8.rpz-ip CNAME .", 1, "“32.8.8.8.8.rpz-ip CNAME .” goes by"),
        (Form.RPZ, "@ SOA a. b. (\na.test CNAME .", 1, "“@ SOA a. b. ("),
    ],
)  # fmt: skip
def test_a_line_that_is_left_out_says_why(form: Form, text: str, line: int, said: str) -> None:
    ((at, words),) = troubles(form, text)
    assert at == line
    assert words.startswith(said)


@pytest.mark.parametrize("form", Form)
@given(text=st.text(max_size=200))
def test_no_text_breaks_a_reader(form: Form, text: str) -> None:
    for one in read(form, text.splitlines()):
        assert isinstance(one, Trouble) or one.host


@pytest.mark.parametrize("form", Form)
def test_the_end_of_a_line_that_is_too_long_is_no_entry(tmp_path: Path, form: Form) -> None:
    list_ = tmp_path / "list"
    heads = {Form.CSV: "name\n"}.get(form, "")
    rows = {Form.HOSTS: "0.0.0.0 a.test\n", Form.RULES: "||a.test^\n",
            Form.RPZ: "a.test CNAME .\n"}  # fmt: skip
    good = rows.get(form, "a.test\n")
    list_.write_text(f"{heads}# {'x' * 9_997} b.test\n{'c' * 10_000}.test\n{good}")
    found = [*found_in(list_, form)]
    assert [one.host for one in found if isinstance(one, Listed)] == ["a.test"]
    assert any(isinstance(one, Trouble) for one in found)


@pytest.mark.parametrize(("form", "line"), [
    (Form.RPZ, f"a {'1' * 9_000}!"), (Form.URLS, f"a{' ' * 9_000}b"),
    (Form.HOSTS, " " * 9_000 + "x"),
    (Form.RULES, "|" * 9_000), (Form.DOMAINS, "a." * 4_500 + "!"), (Form.CSV, '"' * 9_000),
])  # fmt: skip
def test_a_line_made_to_be_slow_is_left_out_like_any_other(form: Form, line: str) -> None:
    heads = ["name"] if form is Form.CSV else []
    assert not [one for one in read(form, [*heads, line]) if isinstance(one, Listed)]
