"""The journal's verbs for evidence. Entries hold ids and sums; names and words never."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning


class EvidenceVerb(StrEnum):
    """What is done with folders, items and bundles."""

    BUNDLE_ASKED = "evidence:bundle:asked"
    BUNDLE_DESTROYED = "evidence:bundle:destroyed"
    BUNDLE_FETCHED = "evidence:bundle:fetched"
    BUNDLE_MADE = "evidence:bundle:made"
    CUSTODY_VIEWED = "evidence:custody:viewed"
    FOLDER_DESTROYED = "evidence:folder:destroyed"
    FOLDER_HELD = "evidence:folder:held"
    FOLDER_OPENED = "evidence:folder:opened"
    FOLDER_RELEASED = "evidence:folder:released"
    FOLDER_VIEWED = "evidence:folder:viewed"
    ITEM_DOWNLOADED = "evidence:item:downloaded"
    ITEM_RECEIVED = "evidence:item:received"
    ITEM_REFUSED = "evidence:item:refused"
    ITEM_VIEWED = "evidence:item:viewed"
    KEY_ENDED = "evidence:key:ended"
    KEY_GIVEN = "evidence:key:given"


# A head or a DSL may stand in the case themselves: the custody sheet tells those who may know.
_READERS: Final = frozenset({"auditor"})


def _meaning(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _READERS)


MEANINGS: Final = {
    EvidenceVerb.BUNDLE_ASKED: _meaning("asked for"),
    EvidenceVerb.BUNDLE_DESTROYED: _meaning("destroyed"),
    EvidenceVerb.BUNDLE_FETCHED: _meaning("took away"),
    EvidenceVerb.BUNDLE_MADE: _meaning("made"),
    EvidenceVerb.CUSTODY_VIEWED: _meaning("looked at who handled what in"),
    EvidenceVerb.FOLDER_DESTROYED: _meaning("destroyed everything in"),
    EvidenceVerb.FOLDER_HELD: _meaning("stopped the destruction of"),
    EvidenceVerb.FOLDER_OPENED: _meaning("opened"),
    EvidenceVerb.FOLDER_RELEASED: _meaning("let the period run again of"),
    EvidenceVerb.FOLDER_VIEWED: _meaning("looked into"),
    EvidenceVerb.ITEM_DOWNLOADED: _meaning("took a stamped copy of"),
    EvidenceVerb.ITEM_RECEIVED: _meaning("put into the vault"),
    EvidenceVerb.ITEM_REFUSED: _meaning("could not put a file into"),
    EvidenceVerb.ITEM_VIEWED: _meaning("looked at"),
    EvidenceVerb.KEY_ENDED: _meaning("took a key away of"),
    EvidenceVerb.KEY_GIVEN: _meaning("gave a key of"),
}
