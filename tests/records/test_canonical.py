"""One text for one value, and a sentence for what has none."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.kernel import canonical
from schoolgate.records import actions
from schoolgate.records.models import Entry
from tests.cast import Cast
from tests.records.acts import act

WRITABLE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"],
                                                                      exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("aé😀z", max_size=3), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(WRITABLE)
def test_what_is_written_reads_back_and_has_one_text(value: Any) -> None:
    text = canonical.text(value)
    assert json.loads(text) == value
    assert canonical.text(json.loads(text)) == text
    assert "\n" not in text


def test_keys_are_sorted_and_nothing_is_escaped_without_need() -> None:
    assert canonical.text({"b": [1, True, None], "a": "£ é"}) == '{"a":"£ é","b":[1,true,null]}'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"price": -0.0}, "“price” is the fraction -0.0. Write it as text."),
        ({"a": [1, {"b": 1e22}]}, "“a[1].b” is the fraction 1e+22. Write it as text."),
        ({"a": float("nan")}, "“a” is the fraction nan. Write it as text."),
        ({"a": Decimal("3.5")}, "“a” is a Decimal. Write it as text."),
        ({"name": "Pip\0"}, "“name” holds the character NUL. Leave it out."),
        ({"na\0me": "Pip"}, "It holds the character NUL. Leave it out."),
        ({1: "one"}, "It has the key 1. Keys are text."),
        ({"a": "\ud83d"}, "It holds half a character (a lone surrogate). Leave it out."),
    ],
)
def test_what_has_no_single_text_is_refused_in_a_sentence(
    cast: Cast, value: Any, sentence: str
) -> None:
    with pytest.raises(actions.UnableToWrite) as refused:
        act(cast, body=value)
    assert str(refused.value) == f"The body of the entry cannot be written. {sentence}"
    assert Entry.objects.count() == 0


def test_nesting_without_end_is_refused() -> None:
    deep: list[Any] = []
    deep.append(deep)
    with pytest.raises(canonical.NotCanonical, match="more than 20 deep"):
        canonical.text(deep)


def test_the_stored_text_is_the_sealed_text_on_this_engine(cast: Cast) -> None:
    body = {"z": 2**70, "é": '\x85 \u2028 😀 \\ " %s', "a": [-1, "-0.0", "1e22", ""]}
    act(cast, body=body)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM records_entry")
        assert cursor.fetchone() == (canonical.text(body),)
