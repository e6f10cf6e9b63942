"""Puts what the school has decided where programs that decide find it: a folder for each school.

What must hold at once goes into the overlay, written as soon as it is committed. A new snapshot
is made by a job: when lists or the policy change, and every night. `following` says when.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schoolgate.filtering import gathering, snapshot
from schoolgate.filtering.assembling import Material, UnableToAssemble, assembled
from schoolgate.filtering.putting import alone, put_overlay
from schoolgate.filtering.table import UnableToOpen
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records import actions as journal
from schoolgate.records import signing
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

FILTER = System("filter", "The filter")


def folder_of(school: School) -> Path:
    """Return the folder of a school's filter. Whoever can read it can decide; nobody writes it but
    this room."""
    var: Path = settings.VAR
    return var / "filter" / school.slug


def publish(school: School) -> None:
    """Ask for a new snapshot once what is being done is committed."""
    transaction.on_commit(partial(make_filter.enqueue, school.pk))


def publish_overlay(school: School) -> None:
    """Write the overlay anew once what is being done is committed. It holds within two seconds."""
    transaction.on_commit(partial(_write_and_make, school, timezone.now()))


def _write_and_make(school: School, at: datetime) -> None:
    """Write the overlay; where there is no snapshot yet, ask for one."""
    write_overlay(school, at)
    if not (folder_of(school) / snapshot.CURRENT).exists():
        make_filter.enqueue(school.pk)


def write_overlay(school: School, at: datetime) -> None:
    """Write who asks, own entries, openings and switch-offs as they are now. Raises OSError."""
    folder = folder_of(school)
    with alone(folder, "overlay"), acting_for(school.pk):
        put_overlay(folder, gathering.overlay_of(school, at))


def is_behind(school: School) -> bool:
    """Tell whether policy, hours or terms are others than those the filter was made of."""
    about = snapshot.about(folder_of(school) / snapshot.CURRENT)
    try:
        with acting_for(school.pk):
            known = library.of(school)
    except PackError:  # what is in use stays in use
        return False
    return any(about.get(name) != said for name, said in gathering.spoken_of(known).items())


def make(school: School, at: datetime) -> str:
    """Make a school's filter anew, and swap it in; return the snapshot's name. The journal is told
    where lists or policy are others than before.

    Raises UnableToAssemble, PackError; what was in use stays in use then.
    """
    with alone(folder_of(school), "snapshot"), acting_for(school.pk):
        return _made(school, gathering.material_of(school, at), at)


def keep_up(school: School, at: datetime) -> str:
    """Make a school's filter anew where policy, hours or terms are others than those it was made
    of, of the lists in use; return the snapshot's name, or nothing. Where what is in use is not
    whole, every list is read. Raises as `make` does."""
    folder = folder_of(school)
    with alone(folder, "snapshot"), acting_for(school.pk):
        if not is_behind(school):
            return ""
        return _made(school, _same_lists(school, at) or gathering.material_of(school, at), at)


def _same_lists(school: School, at: datetime) -> Material | None:
    """Return what is made of the lists in use; None where these are broken or of another form."""
    folder = folder_of(school)
    if snapshot.verified(folder / snapshot.CURRENT, is_signed):
        return None
    try:
        return gathering.material_beside(folder, school, at)
    except UnableToOpen:
        return None


def _made(school: School, material: Material, at: datetime) -> str:
    folder = folder_of(school)
    (folder / "snapshots").mkdir(parents=True, exist_ok=True)
    with assembled(folder, material, sign, is_signed) as name, transaction.atomic():
        write_overlay(school, at)
        here = folder / "snapshots" / name
        if not snapshot.says_the_same(here, folder / snapshot.CURRENT):
            said = {"snapshot": name, "policy": str(material.about["policy"])[:12],
                    "names": str(gathering.names_in(here))}  # fmt: skip
            journal.write(school=school, by=FILTER, at=at, verb=FilteringVerb.SNAPSHOT_MADE,
                          object=school, body=said)  # fmt: skip
    return name


@task
def make_filter(school: int) -> None:
    """Make one school's filter anew."""
    make(School.objects.get(pk=school), timezone.now())


@task(priority=10)
def follow_policy(school: int) -> None:
    """Let one school's filter say what its policy says by now."""
    keep_up(School.objects.get(pk=school), timezone.now())


def sign(data: bytes) -> str:
    """Sign with the key of the installation."""
    return b64encode(signing.private_key().sign(data)).decode()


def is_signed(data: bytes, signature: str) -> bool:
    """Tell whether the key of the installation signed this."""
    key = signing.public_key()
    try:
        if key is not None:
            key.verify(b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return key is not None


__all__ = ["FILTER", "UnableToAssemble", "folder_of", "follow_policy", "is_behind", "is_signed",
           "keep_up", "make", "publish", "publish_overlay", "sign", "write_overlay"]  # fmt: skip
