"""The reader raises nothing but PackError, whatever it is given."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolgate.kernel.facts import NotAnExpression, expression
from schoolgate.kernel.facts import Test as Comparison
from schoolgate.policies.language.words import shipped
from tests.evaluator.profile import cases
from tests.language.mutations import FRONT, mutated, texts
from tests.language.reading import survive

_texts = cache(texts)


@cases(600)
@given(st.integers(0, 2**48))
def test_a_damaged_pack_is_refused_or_read(seed: int) -> None:
    random = Random(seed)
    survive(mutated(random, random.choice(_texts())))


def test_the_texts_to_damage_are_mostly_sound() -> None:
    read = [survive(text) is not None for text in _texts()]
    assert sum(read) > len(read) / 3


@cases(250)
@given(st.text(max_size=300))
@example("")
@example("+++\n+++")
@example('+++\nextends = "\\u0000@1"\npack = "p"\n+++')
@example(f'+++\npack = "p"\nextends = "{"x" * 5000}@1"\n+++')
@example(f"+++\na = {'[' * 3000}\n+++")
@example('+++\npack = "p"\nomit = [{ clause = "1", because = 7 }]\n+++')
def test_any_text_is_refused_or_read(text: str) -> None:
    survive(text)
    survive(FRONT + text)
    survive(
        f"{FRONT}## 1 A\n```rule\nwho: staff\nwhat: use {text}\nwhen: {text}\nanswer: allowed\n```"
    )


@cases(400)
@given(st.text(max_size=60))
@example("length is at least eight")
@example("length is at least " + "9" * 400)
@example("age is over ² months")
def test_any_phrase_is_known_or_not(phrase: str) -> None:
    words = shipped()
    before = len(words.facts), len(words.acts)
    for found in (words.fact(phrase), words.act(phrase), words.people(phrase), words.body(phrase)):
        assert found is None or found
    assert (len(words.facts), len(words.acts)) == before  # reading one pack teaches no other


@cases(400)
@given(
    st.text(max_size=40), st.sampled_from(["=", "!=", ">=", "<=", ">", "<"]), st.text(max_size=9)
)
def test_any_test_is_read_or_refused(key: str, op: str, value: str) -> None:
    read, refusal = _read(f"{key} {op} {value}")
    assert "write" in refusal or all(
        test.passes(value) in {True, False} for every in read for test in every
    )


def _read(text: str) -> tuple[tuple[tuple[Comparison, ...], ...], str]:
    try:
        return expression(text), ""
    except NotAnExpression as refused:
        return (), str(refused)


@pytest.mark.parametrize("text", ["length >= 8 | 9", "length > many", "device =", "a b = c", ""])
def test_a_test_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(NotAnExpression, match="write"):
        expression(text)


def test_or_binds_weaker_than_and() -> None:
    [one, two] = expression("a = x | y and b != z or c >= 8")
    assert one == (Comparison("a", "=", frozenset("xy")), Comparison("b", "!=", frozenset("z")))
    assert two == (Comparison("c", ">=", frozenset("8")),)
