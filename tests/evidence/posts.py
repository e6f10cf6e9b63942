"""What the pages of the vault are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.evidence import actions
from schoolgate.evidence.models import Folder
from schoolgate.evidence.rules import Form
from schoolgate.evidence.verbs import EvidenceVerb
from tests.cast import NOW, Cast
from tests.evidence import samples
from tests.evidence.conftest import attached, opened
from tests.posts import Sent, Words

_ROOM = "/elmfield/evidence/"


def _item(cast: Cast) -> Words:
    folder = opened(cast)
    return {"folder": folder.pk, "item": attached(cast, folder).pk}


def _bundle(cast: Cast) -> Words:
    words = _item(cast)
    folder = opened(cast)
    item = attached(cast, folder, samples.png(1))
    bundle = actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES,
                                    by=cast.dsl, at=NOW)  # fmt: skip
    actions.make_bundle(bundle=bundle, at=NOW)
    return {**words, "bundle": bundle.pk}


def _held(cast: Cast) -> Words:
    words = _item(cast)
    folder = Folder.objects.get(pk=int(str(words["folder"])))
    actions.hold(folder=folder, why="The police ask.", by=cast.dsl, at=NOW)
    return words


POSTS = {
    "evidence:hold": (
        Sent("dsl", f"{_ROOM}{{folder}}/hold/", EvidenceVerb.FOLDER_HELD, {"why": "Police."},
             _item),
        Sent("dsl", f"{_ROOM}{{folder}}/hold/", EvidenceVerb.FOLDER_RELEASED, {"why": "Done."},
             _held),
    ),
    "evidence:bundles": (
        Sent("dsl", f"{_ROOM}{{folder}}/bundles/", EvidenceVerb.BUNDLE_ASKED,
             {"items": "{item}", "form": "copies", "words": "The chair", "names": ""}, _item),
    ),
}  # fmt: skip
LOOKS = {
    "evidence:bundle": (
        Sent("dsl", f"{_ROOM}bundles/{{bundle}}/", EvidenceVerb.BUNDLE_FETCHED, {}, _bundle),
    ),
    "evidence:bundles": (
        Sent("dsl", f"{_ROOM}{{folder}}/bundles/", EvidenceVerb.FOLDER_VIEWED, {}, _item),
    ),
    "evidence:custody": (
        Sent("dsl", f"{_ROOM}{{folder}}/custody/", EvidenceVerb.CUSTODY_VIEWED, {}, _item),
    ),
    "evidence:download": (
        Sent("dsl", f"{_ROOM}items/{{item}}/download/", EvidenceVerb.ITEM_DOWNLOADED, {}, _item),
    ),
    "evidence:folder": (
        Sent("dsl", f"{_ROOM}{{folder}}/", EvidenceVerb.FOLDER_VIEWED, {}, _item),
    ),
    "evidence:item": (
        Sent("dsl", f"{_ROOM}items/{{item}}/", EvidenceVerb.ITEM_VIEWED, {}, _item),
    ),
}  # fmt: skip
