"""A site that is open, one that is asked for, a report and a fault, at invented Brookside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from schoolgate.filtering import actions
from schoolgate.filtering.actions import Sites, Terms, Wish, Wrong
from schoolgate.filtering.models import OpeningRequest
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_LESSON: Final = timedelta(minutes=45)


def show(school: School, at: datetime) -> None:
    """Ask for two sites and open one; report one, find a fault, keep a list. Once."""
    if OpeningRequest.objects.filter(school=school).exists():
        return
    people = Person.objects.filter(school=school, source=SOURCE)
    known = {one.external_id: one for one in people.select_related("school")}
    head, keeper, first, second = (known[one] for one in ("S01", "S07", "S03", "S04"))
    asked = actions.ask_opening(
        wish=Wish("volcano-museum.test/films", "Volcanoes", "The film of the eruption", "pupil_ks2",
                  at, at + _LESSON, category="video", ticket=uuid5(NAMESPACE_URL, school.slug)),
        by=first, at=at,
    )  # fmt: skip
    decider = Person.objects.filter(pk__in=actions.deciders_of(asked, at=at).people).first()
    if decider is not None:
        actions.grant_opening(opening=asked, terms=Terms("It fits the topic."), by=decider, at=at)
    actions.ask_opening(
        wish=Wish("story-radio.test", "English", "Stories to listen to", "pupils", at,
                  at + _LESSON),
        by=second, at=at,
    )  # fmt: skip
    wrong = Wrong("chess-school.test", "It teaches chess, it is no game of chance.", "gambling")
    actions.report_category(wrong=wrong, by=second, at=at)
    actions.record_fault(what="Pictures of a search were open on the tablets of 3 Ash.",
                         found_at=at - timedelta(minutes=20), by=head, at=at)  # fmt: skip
    sites = Sites("Volcanoes", "volcano-museum.test\nmaths-games.test", at.date())
    actions.keep_list(sites=sites, by=keeper, at=at)
