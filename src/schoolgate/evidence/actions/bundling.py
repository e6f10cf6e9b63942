"""Bundles: asked for by somebody who may, made by a job, kept in the vault until it is fetched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schoolgate.evidence import (
    bundles,
    entitled,
    opening,
    permissions,
    queries,
    recognising,
    storing,
)
from schoolgate.evidence.actions.attaching import hand, make_copy
from schoolgate.evidence.models import Bundle, Folder, Item
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Form, Handled
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records import sealing
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

VAULT: Final = System("vault", "The evidence vault")
MOST_ITEMS: Final = 1_000


class UnableToBundle(Exception):
    """No bundle is made. The message says why and what to do."""


@transaction.atomic
def ask_for_bundle(  # noqa: PLR0913 what goes in, for whom, and what must not be told
    *, folder: Folder, items: Sequence[int], form: Form, words: str = "",
    names: Sequence[str] = (), by: Person, at: datetime,
) -> Bundle:  # fmt: skip
    """Have items of a folder put together for somebody outside. Raises UnableToBundle.

    `names` are told nowhere in it, besides those that the folder's room always hides; `words` say
    for whom it is and what for.
    """
    on = timezone.localdate(at)
    if why := permissions.why_not_export(by, folder, on=on):
        raise UnableToBundle(why)
    chosen = Item.objects.filter(folder=folder, pk__in=list(items)).order_by("number")
    ids = list(chosen.values_list("pk", flat=True))
    if not 0 < len(ids) <= MOST_ITEMS:
        raise UnableToBundle(f"Choose at least one item, and at most {MOST_ITEMS:,}.")
    opened = opening.by_person(folder, by, on=on)
    bundle = Bundle(school=folder.school, folder=folder, by=by, asked_at=at, form=form,
                    items=" ".join(map(str, ids)), total=len(ids))  # fmt: skip
    hidden = [*names, *entitled.hidden(folder.keeper)]
    bundle.names = _seal(opened, bundle, "names", json.dumps(hidden))
    bundle.words = _seal(opened, bundle, "words", words)
    bundle.wrapped = sealing.wrap(opened.key, to=_job(bundle))
    bundle.save()
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.BUNDLE_ASKED, object=bundle,
                  body={"folder": folder.pk, "form": str(form), "items": ids})  # fmt: skip
    make.enqueue(bundle.pk)
    return bundle


@task
def make(bundle: int) -> None:
    """Make a bundle; begun again, it begins anew."""
    found = Bundle.objects.filter(pk=bundle).select_related("folder__school", "by").first()
    if found is not None:  # in no transaction of its own: how far it has come is to be seen
        make_bundle(bundle=found, at=timezone.now())


def make_bundle(*, bundle: Bundle, at: datetime) -> bool:
    """Make a bundle that was asked for; False when it is made already, or cannot be.

    Killed before the end, nothing of it is there, and it is made again.
    """
    if bundle.wrapped is None:
        return False
    key = sealing.unwrap(bytes(bundle.wrapped), to=_job(bundle))
    opened = Opened(bundle.folder, key)
    into = storing.Writer()
    try:
        listed = bundles.write(into, opened, _wanted(opened, bundle, at), _told(bundle))
    except (bundles.TellsAName, UnableToBundle) as error:
        into.give_up()
        _stop(bundle, str(error))
        return False
    except BaseException:
        into.give_up()
        raise
    return _made(opened, bundle, into.close(), listed, at)


def _wanted(opened: Opened, bundle: Bundle, at: datetime) -> bundles.Wanted:
    items = list(Item.objects.filter(pk__in=bundle.ids).select_related("folder__school"))
    if bundle.form == Form.COPIES:
        for item in items:
            _copy(opened, item, at)
    hidden = entitled.hidden(bundle.folder.keeper)  # more, where another case came to it since
    names = [*json.loads(_unseal(opened, bundle, "names")), *hidden]
    return bundles.Wanted(
        items=items, custody=list(queries.custody(items=items)), form=Form(bundle.form),
        words=_unseal(opened, bundle, "words"), names=list(dict.fromkeys(names)),
        by=bundle.by.name, at=bundle.asked_at,
    )  # fmt: skip


def _copy(opened: Opened, item: Item, at: datetime) -> None:
    try:
        make_copy(opened=opened, item=item, by=VAULT, at=at)
    except recognising.NotKept:
        raise UnableToBundle(f"Item {item.number} has no copy. Leave it out.") from None


def _told(bundle: Bundle) -> bundles.Progress:
    def tell(done: int) -> None:
        with acting_for(bundle.school_id):
            Bundle.objects.filter(pk=bundle.pk).update(done=done)

    return tell


def _stop(bundle: Bundle, why: str) -> None:
    Bundle.objects.filter(pk=bundle.pk, made_at=None).update(trouble=why, wrapped=None)


@transaction.atomic
def _made(
    opened: Opened, bundle: Bundle, file: storing.Received, listed: str, at: datetime
) -> bool:  # fmt: skip
    folder = bundle.folder
    file_key = opened.seal(file.key, field="file", uuid=bundle.ticket)
    unmade = Bundle.objects.filter(pk=bundle.pk, made_at=None, wrapped__isnull=False)
    if unmade.update(made_at=at, uuid=file.uuid, file_key=file_key, size=file.size, wrapped=None,
                     sha256=listed, done=bundle.total) != 1:  # fmt: skip
        file.forget()
        return False
    for item in Item.objects.filter(pk__in=bundle.ids):
        hand(item, Handled.EXPORTED, bundle.by, at, bundle=bundle)
    storing.put_in_place(file, folder.school_id, folder.uuid)
    journal.write(school=folder.school, by=VAULT, at=at, verb=EvidenceVerb.BUNDLE_MADE,
                  object=bundle, body={"list": listed, "size": file.size})  # fmt: skip
    return True


def _job(bundle: Bundle) -> str:
    return f"evidence-bundle:{bundle.ticket.hex}"


def _seal(opened: Opened, bundle: Bundle, field: str, text: str) -> bytes:
    return opened.seal(text.encode(), field=field, uuid=bundle.ticket)


def _unseal(opened: Opened, bundle: Bundle, field: str) -> str:
    return opened.unseal(getattr(bundle, field), field=field, uuid=bundle.ticket).decode()
