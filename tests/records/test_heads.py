"""Signed heads: what they say, who signed them, and that they only grow."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from schoolgate.kernel import merkle
from schoolgate.records import actions, checkpoints, signing, storing, verifying
from schoolgate.records.checkpoints import NotAHead
from schoolgate.records.models import Journal, TreeHead
from tests.cast import NOW, Cast
from tests.records.acts import act
from tests.records.triggers import switched_off


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    """A key of its own for every test."""
    settings.VAR = tmp_path
    return tmp_path


def sign(cast: Cast) -> TreeHead:
    return actions.sign_head(journal=Journal.objects.get(), by=cast.head, at=NOW)


def test_a_head_states_the_root_over_all_links(cast: Cast) -> None:
    links = [bytes(act(cast).link) for _ in range(7)]
    head = checkpoints.read(sign(cast).note)
    assert (head.journal, head.size) == ("elmfield", 7)
    assert head.root == merkle.Tree(links).root(7)
    assert head.at == "2026-10-14T09:30:00.000000Z"
    key = signing.public_key()
    assert key is not None
    assert checkpoints.is_signed(head, key)


def test_heads_grow_from_the_last_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[bytes] = []
    read: list[int] = []
    real = storing.links

    def noting(school: int, first: int, last: int) -> Iterator[bytes]:
        read.append(first)
        return real(school, first, last)

    monkeypatch.setattr(storing, "links", noting)
    for size in range(1, 20):
        links.append(bytes(act(cast).link))
        assert bytes(sign(cast).root) == merkle.Tree(links).root(size)
    assert read == list(range(1, 20))


def test_nothing_new_is_not_signed_twice(cast: Cast) -> None:
    act(cast)
    first = sign(cast)
    again = actions.sign_head(journal=Journal.objects.get(), by=cast.head, at=NOW + dt.timedelta(1))
    assert again == first
    assert TreeHead.objects.count() == 1


def test_an_empty_journal_is_not_signed(cast: Cast) -> None:
    journal = Journal.objects.create(school=cast.school.pk, name="elmfield")
    with pytest.raises(actions.UnableToSign, match="The journal of elmfield is empty"):
        actions.sign_head(journal=journal, by=cast.head, at=NOW)
    assert TreeHead.objects.count() == 0


def test_the_key_is_made_once_for_its_owner_alone(cast: Cast, var: Path) -> None:
    assert signing.public_key() is None
    act(cast)
    sign(cast)
    first = (var / "journal-key").read_text()
    act(cast)
    sign(cast)
    assert (var / "journal-key").read_text() == first
    assert stat.S_IMODE((var / "journal-key").stat().st_mode) == 0o600
    assert [path.name for path in var.iterdir()] == ["journal-key"]


def test_a_damaged_key_is_reported_and_not_replaced(cast: Cast, var: Path) -> None:
    act(cast)
    (var / "journal-key").write_text("half a k")
    with pytest.raises(signing.KeyIsDamaged, match="Put it back from a backup"):
        sign(cast)
    assert (var / "journal-key").read_text() == "half a k"


def test_a_head_under_another_key_is_found(cast: Cast, var: Path) -> None:
    act(cast)
    head = checkpoints.read(sign(cast).note)
    forged = checkpoints.sign(head, Ed25519PrivateKey.generate())
    report = verifying.verify(Journal.objects.get(), witnesses=[forged])
    assert [str(one) for one in report.findings] == [
        "The witnessed head is not signed with this installation's key."
    ]


def test_a_lost_key_is_found(cast: Cast, var: Path) -> None:
    act(cast)
    sign(cast)
    (var / "journal-key").unlink()
    report = verifying.verify(Journal.objects.get())
    assert [str(one) for one in report.findings] == [
        "The key var/journal-key is missing: no signature can be checked."
    ]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("note", "nonsense", "cannot be read."),
        ("root", b"x" * 32, "says something else than its row."),
        ("size", 2, "says something else than its row."),
    ],
)
def test_a_changed_head_is_found(cast: Cast, column: str, value: Any, sentence: str) -> None:
    act(cast)
    sign(cast)
    with switched_off(connection):
        TreeHead.objects.update(**{column: value})
    report = verifying.verify(Journal.objects.get())
    assert sentence in " ".join(str(one) for one in report.findings)


def test_a_head_of_another_journal_is_found(cast: Cast) -> None:
    act(cast)
    note = sign(cast).note.replace("elmfield", "oakhurst")
    report = verifying.verify(Journal.objects.get(), witnesses=[checkpoints.read(note)])
    assert str(report.findings[0]) == "The witnessed head is of another journal, oakhurst."


def test_a_head_survives_being_mailed_with_other_line_ends(cast: Cast) -> None:
    act(cast)
    note = sign(cast).note
    assert checkpoints.read("\n" + note.replace("\n", " \r\n")).note == note


@pytest.mark.parametrize("text", ["", "schoolgate/elmfield\n0\n", "\0", "<html>", "x" * 10_000])
def test_what_is_no_head_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotAHead, match="This is not a signed head"):
        checkpoints.read(text)
