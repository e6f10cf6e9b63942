"""Looks: each is an act, with its entry in the journal and its line of custody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.evidence.actions.attaching import hand
from schoolgate.evidence.models import Bundle, Folder, Item
from schoolgate.evidence.rules import Handled
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@transaction.atomic
def note_folder_view(*, folder: Folder, by: Person, at: datetime) -> None:
    """Write that somebody saw what lies in a folder."""
    _write(EvidenceVerb.FOLDER_VIEWED, folder, by, at)


@transaction.atomic
def note_custody_view(*, folder: Folder, by: Person, at: datetime) -> None:
    """Write that somebody saw who handled what."""
    _write(EvidenceVerb.CUSTODY_VIEWED, folder, by, at)


@transaction.atomic
def note_view(*, item: Item, by: Person, at: datetime) -> None:
    """Write that somebody looked at an item."""
    hand(item, Handled.VIEWED, by, at)
    _write(EvidenceVerb.ITEM_VIEWED, item, by, at)


@transaction.atomic
def note_download(*, item: Item, by: Person, at: datetime) -> None:
    """Write that somebody took a copy of an item away."""
    hand(item, Handled.DOWNLOADED, by, at)
    _write(EvidenceVerb.ITEM_DOWNLOADED, item, by, at)


@transaction.atomic
def note_bundle_fetched(*, bundle: Bundle, by: Person, at: datetime) -> None:
    """Write that somebody took a bundle away."""
    _write(EvidenceVerb.BUNDLE_FETCHED, bundle, by, at)


def _write(verb: EvidenceVerb, what: Folder | Item | Bundle, by: Person, at: datetime) -> None:
    journal.write(school=by.school, by=by, at=at, verb=verb, object=what)
