"""Every write of the room; the others import from here."""

from __future__ import annotations

from schoolgate.evidence.actions.attaching import Coming, UnableToAttach, attach, attach_all
from schoolgate.evidence.actions.bundling import UnableToBundle, ask_for_bundle, make_bundle
from schoolgate.evidence.actions.destroying import (
    UnableToHold,
    destroy_past,
    drop_bundles,
    hold,
    release,
)
from schoolgate.evidence.actions.keeping import end_key, give_key, open_folder
from schoolgate.evidence.actions.looking import (
    note_bundle_fetched,
    note_custody_view,
    note_download,
    note_folder_view,
    note_view,
)
from schoolgate.evidence.actions.sweeping import sweep

__all__ = [
    "Coming", "UnableToAttach", "UnableToBundle", "UnableToHold", "ask_for_bundle", "attach",
    "attach_all", "destroy_past", "drop_bundles", "end_key", "give_key", "hold", "make_bundle",
    "note_bundle_fetched", "note_custody_view", "note_download", "note_folder_view", "note_view",
    "open_folder", "release", "sweep",
]  # fmt: skip
