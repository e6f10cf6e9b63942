"""The texts of a school's main policy, and what the texts of a version make."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from schoolgate.people.models import School
from schoolgate.policies import library, on_file
from schoolgate.policies.language import writing
from schoolgate.policies.models import Version
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.queries.versions import version_in_force
from schoolgate.policies.rules.life import Stage

_MOST_KEPT = 40
_made: dict[tuple[object, ...], library.Loaded] = {}


def main_texts(school: School) -> dict[str, str]:
    """Return the files of the main policy in force, or on file. Raises PackError."""
    version = version_in_force(school=school, document=MAIN, at=timezone.localdate())
    if version is not None:
        return version.files
    every = library.texts_on_file(school.pack)
    return {file: text for file, text in every.items() if not writing.front(text).get("part_of")}


def with_the_rest(
    school: School, document: str, texts: Mapping[str, str], *,
    issue: str | None = None, is_draft: bool = True,
) -> library.Loaded:  # fmt: skip
    """Return what the texts of a document make with the other documents in force.

    Kept for the next time; a draft stands on the template on file unless an `issue` was stored with
    it. Raises PackError.
    """
    beside = library.beside(school, document)
    every = {**beside.texts, **texts}
    key = (library.folder(), issue or beside.issue, is_draft, *sorted(every.items()))
    kept = _made.get(key)
    if kept is not None and on_file.is_fresh(kept):
        return kept
    made = _made[key] = library.assembled(
        school, document, texts, issue=issue, is_draft=is_draft)  # fmt: skip
    while len(_made) > _MOST_KEPT:
        del _made[next(iter(_made))]
    return made


def of_version(version: Version) -> library.Loaded:
    """Return the policy that a version makes with the documents in force. Raises PackError."""
    return with_the_rest(version.school, version.document, version.files, issue=version.issue_id,
                         is_draft=version.stage == Stage.DRAFT)  # fmt: skip
