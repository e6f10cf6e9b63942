"""Keys at work: a folder's key opens its names, words and items' keys, in memory alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

from schoolgate.evidence import permissions, storing
from schoolgate.evidence.models import Folder, FolderKey, Item, Sealed, where
from schoolgate.people.models import Person
from schoolgate.records import sealing

_NAME: Final = "name"
_SOURCE: Final = "source"


class UnableToOpen(Exception):
    """Nobody's key fits: this person may not see the folder."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder with its key: what seals and unseals what lies in it."""

    folder: Folder
    key: bytes

    def seal(self, what: bytes, *, field: str, uuid: object) -> bytes:
        """Return bytes as the database keeps them."""
        return sealing.seal(what, key=self.key, place=_place(uuid, field))

    def unseal(self, sealed: bytes | memoryview, *, field: str, uuid: object) -> bytes:
        """Return what was sealed."""
        return sealing.unseal(bytes(sealed), key=self.key, place=_place(uuid, field))

    def name(self, item: Item) -> str:
        """Return the name that the file came with."""
        return self.unseal(item.name, field=_NAME, uuid=item.uuid).decode()

    def source(self, item: Item) -> dict[str, str]:
        """Return where it comes from: `words`, and `address` of a captured page."""
        told: dict[str, str] = json.loads(self.unseal(item.source, field=_SOURCE, uuid=item.uuid))
        return told

    def file(self, one: Sealed) -> BinaryIO:
        """Return a file of the folder in clear. Reading raises sealing.UnableToOpen."""
        key = self.unseal(one.key, field="key", uuid=one.uuid)
        return storing.opened(where(self.folder, one), key=key, uuid=one.uuid)

    def sealed_fields(self, item_uuid: Any, *, name: str, words: str, address: str) -> Any:
        """Return the columns of a new item that are sealed."""
        source = json.dumps({"words": words, "address": address})
        return {
            "name": self.seal(name.encode(), field=_NAME, uuid=item_uuid),
            "source": self.seal(source.encode(), field=_SOURCE, uuid=item_uuid),
        }


def by_person(folder: Folder, viewer: Person | None, *, on: date) -> Opened:
    """Open a folder for somebody who may see it. Raises UnableToOpen."""
    found = permissions.keys_of(viewer, folder, on=on).first()
    if found is None:
        raise UnableToOpen("You may not see this folder.")
    return _opened(folder, found)


def by_machine(folder: Folder) -> Opened:
    """Open a folder to put something in that comes from nobody who may see it."""
    found = FolderKey.objects.filter(folder=folder).order_by("pk").first()
    if found is None:
        raise UnableToOpen("Nobody has a key of this folder any more.")
    return _opened(folder, found)


def _opened(folder: Folder, found: FolderKey) -> Opened:
    key = sealing.unwrap(bytes(found.wrapped), to=holder_of(folder, found.holder))
    return Opened(folder, key)


def holder_of(folder: Folder, holder: str) -> str:
    """Return whom a folder's key is wrapped for: a key of one folder is none of another."""
    return f"evidence:{folder.uuid.hex}:{holder}"


def _place(uuid: object, field: str) -> str:
    return f"evidence:{uuid}:{field}"
