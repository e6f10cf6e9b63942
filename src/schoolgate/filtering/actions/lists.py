"""Lists of sites: entered, their settings changed, switched on and off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.access.actions.shared import UnableToRecord, name_of
from schoolgate.access.actions.shared import words as line
from schoolgate.filtering import publishing
from schoolgate.filtering.actions.changes import record
from schoolgate.filtering.lists.files import FORMS, UT1
from schoolgate.filtering.lists.planning import NO_WORD, word_of
from schoolgate.filtering.lists.reading import Form
from schoolgate.filtering.models import ListSource
from schoolgate.filtering.rules.categories import CATEGORIES, label
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System

ILLEGAL = "illegal"  # the one category of the floor; no policy speaks of it
_FLOOR_STAYS = "This list is part of the illegal floor. Nobody changes it or switches it off."


@dataclass(frozen=True, slots=True)
class Described:
    """A list as its keeper describes it. `category` is ours, for entries without a word."""

    name: str
    form: str
    licence: str
    owner: str
    category: str = ""
    address: str = ""
    inbox: str = ""
    every_days: int = 7
    is_floor: bool = False


@transaction.atomic
def add_source(
    *, school: School, described: Described, by: Person | System, at: datetime
) -> ListSource:
    """Enter a list; nothing is in it until it is taken in. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, school.pk, at)
    made = ListSource(
        school=school, name=line(described.name, "Enter the list’s name."),
        form=described.form, category=ILLEGAL if described.is_floor else described.category,
        licence=line(described.licence, "Enter the licence, or “own”."),
        owner=line(described.owner, "Enter who makes the list."),
        address=described.address.strip(), inbox=described.inbox.strip(),
        every_days=described.every_days, is_floor=described.is_floor,
        added_at=at, added_by=name_of(by),
    )  # fmt: skip
    _refuse_nonsense(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise UnableToRecord(f"There is a list called {made.name}. Choose another name.") from None
    part = " to the illegal floor" if made.is_floor else ""
    record(school=school, verb=FilteringVerb.LIST_ADDED, object=made, after=_lines(made),
           what=f"added the list {made}{part}", by=by, at=at)  # fmt: skip
    return made


def _refuse_nonsense(one: ListSource) -> None:
    if one.form not in {str(form) for form in FORMS}:
        raise UnableToRecord("Choose the form of the list.")
    if one.category and not one.is_floor and one.category not in CATEGORIES:
        raise UnableToRecord("Choose one of the categories.")
    if not one.is_floor and not one.category and one.form not in {UT1, Form.CSV}:
        raise UnableToRecord("This form has no categories of its own. Choose one for the list.")
    if not 1 <= one.every_days <= 366:
        raise UnableToRecord("A list is renewed at least once a year. Enter 1 to 366 days.")
    if "/" in one.inbox or one.inbox.startswith("."):
        raise UnableToRecord("Enter the name of a file in the inbox, without any folder.")


def _lines(one: ListSource) -> list[str]:
    said = {
        "form": one.form, "category": one.category, "licence": one.licence, "from": one.owner,
        "address": one.address, "inbox": one.inbox, "renewed every": f"{one.every_days} days",
    }  # fmt: skip
    return [f"{name}: {value}" for name, value in said.items() if value]


@dataclass(frozen=True, slots=True)
class Settings:
    """What may change of a list after it is entered: its name, form and category stay."""

    licence: str
    owner: str
    address: str = ""
    inbox: str = ""
    every_days: int = 7


@transaction.atomic
def change_source(
    *, source: ListSource, to: Settings, why: str, by: Person | System, at: datetime
) -> None:
    """Change the settings of a list; one of the floor stays as it is. Raises NotAllowed,
    UnableToRecord."""
    require(by, Capability.FILTER_KEEP, source.school_id, at)
    if source.is_floor:
        raise UnableToRecord(_FLOOR_STAYS)
    because, before = line(why, "Say why. Whoever reads the log of changes asks."), _lines(source)
    source.licence = line(to.licence, "Enter the licence, or “own”.")
    source.owner = line(to.owner, "Enter who makes the list.")
    source.address, source.inbox = to.address.strip(), to.inbox.strip()
    source.every_days = to.every_days
    _refuse_nonsense(source)
    after = _lines(source)
    if after == before:
        raise UnableToRecord("Nothing was changed. Write the new settings first.")
    source.save(update_fields=["licence", "owner", "address", "inbox", "every_days"])
    record(school=source.school, verb=FilteringVerb.LIST_CHANGED, object=source, why=because,
           what=f"changed the settings of the list {source}",
           before=[one for one in before if one not in after],
           after=[one for one in after if one not in before], by=by, at=at)  # fmt: skip


@transaction.atomic
def switch_source(
    *, source: ListSource, on: bool, why: str, by: Person | System, at: datetime
) -> None:
    """Switch a list on or off; one of the floor stays on. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, source.school_id, at)
    if source.is_floor:
        raise UnableToRecord(_FLOOR_STAYS)
    because = line(why, "Say why. Whoever reads the log of changes asks.")
    here = ListSource.objects.filter(pk=source.pk, is_floor=False, enabled=not on)
    if here.update(enabled=on) != 1:
        raise UnableToRecord(f"It is {'on' if on else 'off'} already.")
    words = ("off", "on") if on else ("on", "off")
    record(school=source.school, verb=FilteringVerb.LIST_CHANGED, object=source, why=because,
           what=f"switched the list {source} {words[1]}", before=[words[0]], after=[words[1]],
           by=by, at=at)  # fmt: skip
    publishing.publish(source.school)


@transaction.atomic
def map_words(
    *, source: ListSource, words: Mapping[str, str], by: Person | System, at: datetime
) -> None:
    """Say what a list's own words mean: one of our categories, or nothing: left out.

    It holds from the next time the list is read. Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_KEEP, source.school_id, at)
    if source.is_floor:
        raise UnableToRecord(_FLOOR_STAYS)
    said = {word if word == NO_WORD else word_of(word): ours for word, ours in words.items()}
    if wrong := [ours for ours in said.values() if ours and ours not in CATEGORIES]:
        raise UnableToRecord(f"“{wrong[0][:40]}” is none of the categories.")
    before = {word: source.words.get(word) for word in said}
    changed = {word: ours for word, ours in said.items() if before[word] != ours}
    if not changed:
        return
    source.words = {**source.words, **changed}
    source.save(update_fields=["words"])
    record(school=source.school, verb=FilteringVerb.LIST_CHANGED, object=source,
           what=f"said what words of the list {source} mean ({len(changed)} of them)",
           before=[_means(word, old) for word in changed if (old := before[word]) is not None],
           after=[_means(word, ours) for word, ours in changed.items()],
           by=by, at=at)  # fmt: skip


def _means(word: str, ours: str) -> str:
    return f"“{word}”: {label(ours) if ours else 'left out'}"
