"""Lists in six forms, with what real ones hold: comments, odd endings, and lines for others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
         "b.test 60 IN CNAME rpz-passthru. ; ours", ["a.test", "a.test", "+b.test"]),
        (Form.CSV, "Name,Category,Allow\na.test,games,\nb.test,news,yes\n,,\n",
         ["a.test", "+b.test"]),
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
