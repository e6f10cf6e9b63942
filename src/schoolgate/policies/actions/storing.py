"""How a version's texts are stored: in one way, with their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from schoolgate.kernel import canonical
from schoolgate.people.models import School
from schoolgate.policies import issues, judging, on_file
from schoolgate.policies.language.document import MOST_BYTES
from schoolgate.policies.language.pack import texts_of
from schoolgate.policies.language.pieces import front_of, plain_lines
from schoolgate.policies.models import Issue, PolicyInForce, Version
from schoolgate.policies.models.versions import MAIN
from schoolgate.records.tenancy import acting_for


class UnableToDraft(Exception):
    """These texts cannot be kept as a draft; nothing was."""


class UnableToMove(Exception):
    """The version cannot take this step; nothing was done."""


def columns(
    school: School, document: str, texts: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    """Return what a version stores of its texts. Raises UnableToDraft."""
    plain = {file: plain_lines(text) for file, text in texts.items()}
    if (
        not plain
        or sum(len(text.encode("utf-8", "replace")) for text in plain.values()) > MOST_BYTES
    ):
        raise UnableToDraft("A document holds some text, and at most 1 MiB of it.")
    try:
        stored = canonical.text(plain)
    except canonical.NotCanonical as error:
        raise UnableToDraft(f"This is not plain text. {error}") from None
    issue = keep_issue(plain, at) if document == MAIN else None
    key = issue.pk if issue else None
    checked = judging.check(school, document, plain, on=timezone.localdate(at), issue=key)
    front = front_of(next(iter(plain.values())))
    return {
        "texts": stored,
        "text_hash": issues.sha256(stored),
        "issue": issue,
        "hash": checked.known.pack.hash if checked.known else "",
        "pack": checked.known.pack.id[:80] if checked.known else "",
        "title": front.title[:200],
        "label": front.version[:40],
    }


def keep_issue(texts: Mapping[str, str], at: datetime) -> Issue | None:
    """Store the issue that texts build on as it is on file, with those that it builds on itself.

    None where there is no such issue, or it has mistakes: then the texts have them too.
    """
    base = on_file.template(texts)
    if base is None:
        return None
    theirs = texts_of(base.pack.folder)
    above = keep_issue(theirs, at)
    content, key = issues.content_of(base.pack.id, theirs, above.pk if above else "")
    values = {"name": base.pack.id, "content": content, "kept_at": at}
    return Issue.objects.get_or_create(hash=key, defaults=values)[0]


def next_number(school: School, document: str) -> int:
    """Return the number of the next version of a document."""
    there = Version.objects.filter(school=school, document=document)
    return (there.aggregate(last=Max("number"))["last"] or 0) + 1


def store_effective(version: Version, on: date, at: datetime) -> PolicyInForce:
    """Store what a version makes with all that is in force beside it, for replay."""
    pack = judging.loaded_version(version, on=on).pack
    values = {"pack": pack.id, "title": pack.front.title, "version": pack.front.version,
              "content": pack.text, "stored_at": at}  # fmt: skip
    with acting_for(version.school_id):
        stored, _ = PolicyInForce.objects.get_or_create(
            school=version.school, hash=pack.hash, defaults=values
        )
    return stored
