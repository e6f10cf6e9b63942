"""Drafts: begun, adopted from a file, typed, saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library, queries
from schoolgate.policies.actions.storing import (
    UnableToDraft,
    columns,
    next_number,
    store_effective,
)
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pieces import front_of
from schoolgate.policies.models import Typing, Version
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.rules.life import Stage
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class EditedMeanwhile(Exception):
    """Somebody else saved the draft first. `version` is as it stands now; nothing was saved."""

    def __init__(self, version: Version) -> None:
        super().__init__("Somebody else saved this draft while you were writing.")
        self.version = version


@transaction.atomic
def adopt(*, school: School, by: Person | System, at: datetime) -> list[Version]:
    """Take the pack on file as a school's first versions; those that say so are in force at once.

    A child document is in force only if its header says when it was approved. Does nothing for a
    school that has versions. Raises PackError.
    """
    if Version.objects.filter(school=school).exists():
        return []
    library.loaded(school.pack)  # a pack with mistakes is not adopted
    on, made = timezone.localdate(at), []
    texts = library.texts_on_file(school.pack)
    for file in sorted(texts, key=lambda one: bool(front_of(texts[one]).part_of)):
        front = front_of(texts[file])
        document = file.removesuffix(".md")[:60] if front.part_of else MAIN
        version = _adopted(school, document, {file: texts[file]}, by, at)
        if _was_in_force(front) and version.hash:
            Version.objects.filter(pk=version.pk).update(stage=Stage.APPROVED, from_on=on)
        made.append(version)
    with journal.one_act():
        for version in made:
            version.refresh_from_db()
            if version.from_on:
                store_effective(version, on, at)
            journal.write(school=school, by=by, at=at, verb=PoliciesVerb.VERSION_ADOPTED,
                          object=version, body=_said(version))  # fmt: skip
    return made


def _adopted(
    school: School, document: str, texts: Mapping[str, str], by: Person | System, at: datetime
) -> Version:
    person = by if isinstance(by, Person) else None
    return Version.objects.create(
        school=school, document=document, number=1, made_by=person, made_at=at, changed_by=person,
        changed_at=at, **columns(school, document, texts, at),
    )  # fmt: skip


def _was_in_force(front: Front) -> bool:
    """Tell whether a document on file was in force: a child document only with its approval."""
    return front.status == "in force" and bool(not front.part_of or front.approved.strip())


def _said(version: Version) -> dict[str, str]:
    return {"stage": version.stage, "number": str(version.number), "document": version.document,
            "texts": version.text_hash, "hash": version.hash,
            "issue": version.issue_id or ""}  # fmt: skip


@transaction.atomic
def draft(
    *, school: School, document: str = MAIN, by: Person | System, at: datetime,
    texts: Mapping[str, str] | None = None, drafted_from: Version | None = None,
) -> Version:  # fmt: skip
    """Begin a draft of a document, with these texts or those of the version in force.

    A school without any version adopts its pack first. Raises NotAllowed, UnableToDraft.
    """
    on = timezone.localdate(at)
    _require_drafter(by, school, on)
    with journal.one_act() as act:
        _adopt_what_is_on_file(school, by, at)
    before = drafted_from or queries.version_in_force(school=school, document=document, at=on)
    before = before or _latest(school, document)
    texts = texts or (before.files if before else None)
    if texts is None:
        raise UnableToDraft("There is no such document yet. Give its text.")
    person = by if isinstance(by, Person) else None
    values = columns(school, document, texts, at)
    try:
        with transaction.atomic():
            made = Version.objects.create(
                school=school, document=document, number=next_number(school, document),
                made_by=person, made_at=at, changed_by=person, changed_at=at, drafted_from=before,
                **values,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToDraft("Somebody else has just begun a draft of it. Look again.") from None
    journal.write(school=school, by=by, at=at, verb=PoliciesVerb.VERSION_DRAFTED, object=made,
                  body=_said(made), action_id=act)  # fmt: skip
    return made


def _latest(school: School, document: str) -> Version | None:
    kept = Version.objects.filter(school=school, document=document).exclude(stage=Stage.WITHDRAWN)
    return kept.order_by("-number").first()


def _adopt_what_is_on_file(school: School, by: Person | System, at: datetime) -> None:
    try:
        adopt(school=school, by=by, at=at)
    except PackError:
        return  # no policy on file: the draft is the school's first text


@transaction.atomic
def save_draft(
    *, version: Version, texts: Mapping[str, str], edition: int, by: Person | System, at: datetime
) -> Version:
    """Save the texts of a draft, mistakes and all. `edition` is the one that was begun from.

    The same texts again change nothing. Raises NotAllowed, EditedMeanwhile, UnableToDraft.
    """
    on = timezone.localdate(at)
    _require_drafter(by, version.school, on)
    values = columns(version.school, version.document, texts, at)
    person = by if isinstance(by, Person) else None
    open_ = Version.objects.filter(pk=version.pk, stage=Stage.DRAFT, edition=edition)
    saved = open_.update(**values, edition=F("edition") + 1, changed_by=person, changed_at=at)
    now = Version.objects.select_related("school").get(pk=version.pk)
    if saved != 1:
        if now.stage != Stage.DRAFT:
            raise UnableToDraft("This is not a draft any more. Draft a new version.")
        raise EditedMeanwhile(now)
    if person is not None:
        Typing.objects.filter(version=now, person=person).delete()
    journal.write(school=now.school, by=by, at=at, verb=PoliciesVerb.VERSION_SAVED, object=now,
                  body=_said(now) | {"edition": str(now.edition)})  # fmt: skip
    return now


def keep_typing(
    *, version: Version, part: str, text: str, edition: int, by: Person, at: datetime
) -> bool:
    """Keep what somebody is typing, so that a dropped connection loses nothing. Not a save.

    Tell whether it is kept: not once the version is no draft any more. Raises NotAllowed.
    """
    _require_drafter(by, version.school, timezone.localdate(at))
    if "\0" in text or version.stage != Stage.DRAFT:
        return False
    Typing.objects.update_or_create(
        version=version, person=by, part=part[:160],
        defaults={"school": version.school, "text": text, "edition": edition, "at": at},
    )  # fmt: skip
    return True


def drop_typing(*, version: Version, by: Person, at: datetime) -> None:
    """Throw away what somebody typed into a draft and has not saved."""
    Typing.objects.filter(version=version, person=by).delete()


@transaction.atomic
def push(
    *, school: School, texts: Mapping[str, str], by: Person | System, at: datetime
) -> list[Version]:
    """Make the documents of a pack drafts of a school, or bring its open drafts up to them.

    A document whose text is already the newest version's is left alone. A school without any
    version adopts its pack first. Raises PackError, UnableToDraft.
    """
    with journal.one_act():
        adopt(school=school, by=by, at=at)
        return [
            version for file, text in texts.items()
            if (version := _pushed(school, file, text, by, at)) is not None
        ]  # fmt: skip


def _pushed(
    school: School, file: str, text: str, by: Person | System, at: datetime
) -> Version | None:
    document = file.removesuffix(".md")[:60] if front_of(text).part_of else MAIN
    newest = _latest(school, document)
    values = columns(school, document, {file: text}, at)
    if newest is not None and newest.text_hash == values["text_hash"]:
        return None
    if newest is not None and newest.stage == Stage.DRAFT:
        return save_draft(version=newest, texts={file: text}, edition=newest.edition, by=by, at=at)
    return draft(school=school, document=document, texts={file: text}, by=by, at=at)


def _require_drafter(by: Person | System, school: School, on: date) -> None:
    if not people.may(by, Capability.POLICY_DRAFT, school=school.pk, on=on):
        raise NotAllowed("The headteacher and the e-safety coordinator write the policy.")
