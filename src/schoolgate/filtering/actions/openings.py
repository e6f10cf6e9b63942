"""Opening a blocked site for a lesson: asked, decided, used, closed early. It ends by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals.rules import Deciders
from schoolgate.approvals.rules import too_long as longer_than_clause
from schoolgate.filtering import floors, naming, permissions
from schoolgate.filtering.actions.downloads import note_download
from schoolgate.filtering.actions.storing import (
    FLOOR,
    UnableToAct,
    log_change,
    moment,
    require,
    require_words,
    site_of,
    stored,
    tell_gateways,
    token,
)
from schoolgate.filtering.models import OpeningDecision, OpeningEnd, OpeningRequest, OpeningUse
from schoolgate.filtering.models.openings import LONGEST
from schoolgate.filtering.rules.openings import (
    FOR_WHOM,
    LONGEST_OPENING,
    Outcome,
    Span,
    State,
    too_long,
)
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_FASTER: Final = "Somebody else was faster. Look again."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: a site, for which lesson and why, for whom, from when until when."""

    address: str
    lesson: str
    reason: str
    group: str
    from_at: datetime
    until_at: datetime
    class_name: str = ""
    category: str = ""
    ticket: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is granted: why, and for all of the time asked for or less."""

    reason: str
    until_at: datetime | None = None


@transaction.atomic
def ask_opening(*, wish: Wish, by: Person, at: datetime) -> OpeningRequest:
    """Ask for a site to be opened. The same ticket twice asks once. Raises UnableToAct."""
    sent = OpeningRequest.objects.filter(school=by.school_id, asker=by, ticket=wish.ticket)
    if before := sent.first():
        return before
    on = timezone.localdate(at)
    require(by, Capability.OPENING_ASK, at, "Staff ask for a site to be opened. Ask your teacher.")
    require_words(wish.lesson, wish.reason, most=LONGEST)
    place, post = site_of(by.school, wish.address), naming.for_openings(by.school, on=on)
    span = Span(wish.from_at, wish.until_at)
    if fault := too_long(span, at, longest=LONGEST_OPENING) or longer_than_clause(post.lasts, span):
        raise UnableToAct(fault)
    if wish.group not in FOR_WHOM:
        raise UnableToAct("Say for whom it is to be opened.")
    made = stored(OpeningRequest(
        school=by.school, ticket=wish.ticket, token=token(), asker=by, host=place.host,
        path=place.path, category=wish.category, lesson=wish.lesson.strip(),
        reason=wish.reason.strip(), group=wish.group, class_name=wish.class_name.strip(),
        clause=post.clause, given_by=post.given_by, givers=f" {' '.join(post.givers)} ",
        from_at=max(wish.from_at, at), until_at=wish.until_at, asked_at=at,
    ), _FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=FilteringVerb.OPENING_ASKED, object=made,
                  clause=post.clause, body={"whom": made.whom})  # fmt: skip
    return made


def deciders_of(opening: OpeningRequest, *, at: datetime) -> Deciders:
    """Return who decides one request now, in the roles that the policy named when it was asked."""
    on = timezone.localdate(at)
    own = naming.for_openings(opening.school, on=on).own
    return naming.deciders(opening.roles, asker=opening.asker, own=own, on=on)


@transaction.atomic
def grant_opening(
    *, opening: OpeningRequest, terms: Terms, by: Person, at: datetime
) -> OpeningDecision:
    """Open a site until a time: never before now, never longer than was asked for. Raises
    UnableToAct."""
    role = _role(opening, terms.reason, by, at)
    if floors.holds(opening.school, opening.place):
        raise UnableToAct(FLOOR)
    until_at = terms.until_at or opening.until_at
    if until_at > opening.until_at:
        raise UnableToAct("Grant the time that was asked for, or less.")
    span = Span(max(opening.from_at, at), until_at)
    if fault := too_long(span, at, longest=LONGEST_OPENING):
        raise UnableToAct(fault)
    made = _decided(opening, Outcome.GRANTED, terms.reason, by, at, role=role, span=span)
    body = {"role": role.replace("_", " "), "until": moment(until_at), "whom": opening.whom}
    with journal.one_act():
        _write(opening, FilteringVerb.OPENING_GRANTED, by, at, body)
        log_change(school=opening.school, object=opening, by=by, second=opening.asker, at=at,
                   what=f"opened {opening.place} for {opening.whom}, until {moment(until_at)}",
                   why=terms.reason)  # fmt: skip
    tell_gateways(opening.school)
    return made


@transaction.atomic
def refuse_opening(
    *, opening: OpeningRequest, reason: str, by: Person, at: datetime
) -> OpeningDecision:
    """Leave a site closed, with the reason. Raises UnableToAct."""
    role = _role(opening, reason, by, at)
    made = _decided(opening, Outcome.REFUSED, reason, by, at, role=role)
    _write(opening, FilteringVerb.OPENING_REFUSED, by, at, {"role": role.replace("_", " ")})
    return made


def _role(opening: OpeningRequest, reason: str, by: Person, at: datetime) -> str:
    """Return the role in which somebody decides. Raises UnableToAct."""
    found = deciders_of(opening, at=at)
    role = found.role_of(by.pk) if by.school_id == opening.school_id else ""
    if not role:
        who = ", ".join(map(str, naming.names(found))) or "the headteacher to appoint somebody"
        mine = "Nobody decides their own request" if by.pk == opening.asker_id else (
            "This is not yours to decide")  # fmt: skip
        raise UnableToAct(f"{mine}. Ask {who}.")
    require_words(reason, most=LONGEST)
    state = opening.state(at)
    if state is State.TOO_LATE:
        raise UnableToAct("The time that was asked for is over. Ask again for a later time.")
    if state is not State.WAITING:
        raise UnableToAct("This has been decided. Look again.")
    return role


def _decided(  # noqa: PLR0913 what a decision is
    opening: OpeningRequest, outcome: Outcome, reason: str, by: Person, at: datetime, *,
    role: str = "", span: Span | None = None,
) -> OpeningDecision:  # fmt: skip
    return stored(OpeningDecision(
        school=opening.school, opening=opening, outcome=outcome, by=by, role=role,
        reason=reason.strip(), from_at=span.from_at if span else None,
        until_at=span.until_at if span else None, decided_at=at,
    ), _FASTER)  # fmt: skip


def _write(
    opening: OpeningRequest, verb: FilteringVerb, by: Person | System, at: datetime,
    body: dict[str, str] | None = None,
) -> None:  # fmt: skip
    journal.write(school=opening.school, by=by, at=at, verb=verb, object=opening,
                  clause=opening.clause, body=body or {})  # fmt: skip


def may_close(opening: OpeningRequest, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody may take a request back or close a site early: who asked, who decided,
    and who decides now."""
    if (
        not permissions.openings_visible_to(by, on=timezone.localdate(at))
        .filter(pk=opening.pk)
        .exists()
    ):
        return False
    decided = opening.decided
    return (
        by.pk == opening.asker_id or (decided is not None and decided.by_id == by.pk)
        or by.pk in deciders_of(opening, at=at).people
    )  # fmt: skip


@transaction.atomic
def close_opening(*, opening: OpeningRequest, by: Person, at: datetime) -> None:
    """Close a site before its time; or take back one's own request that waits. Raises
    UnableToAct."""
    if not may_close(opening, by=by, at=at) or not people.roles_of(by, on=timezone.localdate(at)):
        raise UnableToAct("This is not yours to close. Ask whoever opened it.")
    state = opening.state(at)
    if state in {State.WAITING, State.TOO_LATE} and by.pk == opening.asker_id:
        _decided(opening, Outcome.WITHDRAWN, "Taken back", by, at)
        _write(opening, FilteringVerb.OPENING_WITHDRAWN, by, at)
        return
    if state not in {State.IN_FORCE, State.NOT_BEGUN}:
        raise UnableToAct("The site is not open. Look again.")
    stored(OpeningEnd(school=opening.school, opening=opening, by=by, ended_at=at), _FASTER)
    _write(opening, FilteringVerb.OPENING_ENDED, by, at)
    tell_gateways(opening.school)


@transaction.atomic
def note_reading(*, opening: OpeningRequest, by: Person, at: datetime) -> None:
    """Take a decision off the asker's Do list. Read twice is read once."""
    unread = OpeningDecision.objects.filter(opening=opening, read_at=None)
    if by.pk == opening.asker_id and unread.update(read_at=at):
        _write(opening, FilteringVerb.OPENING_READ, by, at)


@transaction.atomic
def note_use(*, token: str, school: int, used_at: datetime, by: System, at: datetime) -> bool:
    """Record that an opened site was reached, or a file fetched of which somebody said what it is
    for, as a gateway's log tells; the first time only.

    Returns whether it was the first. An unknown token is no use of ours.
    """
    found = OpeningRequest.objects.filter(school=school, token=token, use=None).first()
    if found is None:
        return note_download(token=token, school=school, used_at=used_at, by=by, at=at)
    stored(OpeningUse(school=found.school, opening=found, used_at=used_at, told_at=at), _FASTER)
    _write(found, FilteringVerb.OPENING_USED, by, at)
    return True
