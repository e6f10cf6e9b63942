"""Leave asked for, and requests withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.approvals import permissions, queries, rules
from schoolgate.approvals.actions.storing import DecidedAlready, store
from schoolgate.approvals.models import LONGEST, Approval, Decision
from schoolgate.approvals.rules import Outcome, Span, State
from schoolgate.approvals.verbs import ApprovalsVerb
from schoolgate.kernel import canonical
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.policies import library
from schoolgate.policies.asking.leave import Leave, kept_keys
from schoolgate.records import actions as journal


class UnableToAsk(Exception):
    """This cannot be asked for, or not like this; nothing was written."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `key` is the leave; `actor`, `act` and `stated` come from an answer
    of Ask; where they are empty, or not the asker's, it is asked for in general."""

    key: str
    purpose: str
    scope: str
    from_at: datetime
    until_at: datetime
    about: Person | None = None
    doer: Person | None = None
    thing: str = ""
    actor: str = ""
    act: tuple[str, str] = ("", "")
    stated: Mapping[str, str] = field(default_factory=dict)
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def ask(*, wish: Wish, by: Person, at: datetime) -> Approval:
    """Ask for leave. The same ticket twice asks once. Raises UnableToAsk, PackError.

    Where the clause lets the one who asks give leave (000 §14.1: the headteacher's own request in
    writing), it is granted with it; never about oneself, and somebody else does it.
    """
    sent = Approval.objects.filter(school=by.school_id, asker=by, ticket=wish.ticket)
    if before := sent.first():
        return before
    on = timezone.localdate(at)
    leave = _leave(wish, by, on)
    _refuse_what_is_missing(wish, leave, at)
    _refuse_hands(wish, leave, by, on)
    approval = _approval(wish, leave, by, at)
    try:
        with transaction.atomic():
            approval.save(force_insert=True)
    except IntegrityError:
        return sent.get()
    with journal.one_act() as action_id:
        journal.write(school=by.school, by=by, at=at, verb=ApprovalsVerb.APPROVAL_ASKED,
                      object=approval, clause=leave.clause)  # fmt: skip
        if role := _own_role(leave, approval, on):
            _grant_own(approval, leave, role, by, at, action_id)
    return approval


def _leave(wish: Wish, by: Person, on: date) -> Leave:
    leave = queries.leaves_of(by.school).get(wish.key)
    if leave is None:
        raise UnableToAsk("The policy has nothing to ask for under this name. Look at the list.")
    if not people.roles_of(by, on=on):
        raise UnableToAsk("You are not at the school on this day. Ask the school office.")
    if not queries.may_ask(leave, viewer=by, on=on):
        raise UnableToAsk(f"Clause {leave.clause} lets {leave.asked_by} ask for this. Ask them.")
    return leave


def _refuse_what_is_missing(wish: Wish, leave: Leave, at: datetime) -> None:
    if not wish.purpose.strip() or not wish.scope.strip():
        raise UnableToAsk("Say what it is for and what exactly you want to do.")
    if max(len(wish.purpose), len(wish.scope)) > LONGEST:
        raise UnableToAsk(f"Write at most {LONGEST} characters.")
    if wish.until_at <= wish.from_at:
        raise UnableToAsk("It would end before it begins. Give a later end.")
    if wish.until_at <= at:
        raise UnableToAsk("That time is over. Give a later end.")
    if fault := rules.too_long(leave.lasts, Span(wish.from_at, wish.until_at)):
        raise UnableToAsk(fault)


def _refuse_hands(wish: Wish, leave: Leave, by: Person, on: date) -> None:
    """Refuse somebody of another school, of the wrong role, or too many parts in one hand."""
    about, doer = wish.about, wish.doer
    for one in (about, doer):
        if one is not None and (one.school_id != by.school_id or not people.roles_of(one, on=on)):
            raise UnableToAsk("Name somebody who is at your school now.")
    if leave.by_own_request and about is None:
        raise UnableToAsk("Say whom it is about.")
    if about == by:
        raise UnableToAsk("Nobody asks this about themselves. Ask the chair of governors.")
    if leave.by_own_request and doer is None:
        raise UnableToAsk(f"Say who is to do it: {leave.done_by}.")
    if doer is not None and not any(
        doer in queries.Holders(on).of(by.school, role, delegates=True) for role in leave.doers
    ):
        raise UnableToAsk(f"{doer} is not {leave.done_by or 'named by the clause'}. Name another.")
    if about is not None and (fault := rules.not_separate(
        approves=by.pk if leave.by_own_request else 0, does=doer.pk if doer else None,
        about=about.pk, reviews=None,
    )):  # fmt: skip
        raise UnableToAsk(fault)


def _approval(wish: Wish, leave: Leave, by: Person, at: datetime) -> Approval:
    pack = library.of(by.school).pack
    actors = queries.actors(by, on=timezone.localdate(at))
    is_theirs = wish.actor in actors and wish.act in leave.acts
    actor, act = (wish.actor, wish.act) if is_theirs else (actors[0], ("", ""))
    clause = pack.by_ref.get(leave.clause)
    return Approval(
        school=by.school, ticket=wish.ticket, asker=by, about=wish.about, doer=wish.doer,
        thing=wish.thing.strip(), key=leave.key, clause=leave.clause, title=leave.title,
        words=leave.words, given_by=leave.given_by, givers=_spaced(leave.givers),
        doers=_spaced(leave.doers), lasts=leave.lasts, clause_text=clause.prose if clause else "",
        pack=pack.id, pack_hash=pack.hash, actor=actor, act=":".join(act) if act[0] else "",
        stated=canonical.text(_stated(wish, by, actor) if act[0] else {}),
        purpose=wish.purpose.strip(), scope=wish.scope.strip(), from_at=wish.from_at,
        until_at=wish.until_at, asked_at=at,
    )  # fmt: skip


def _stated(wish: Wish, by: Person, actor: str) -> dict[str, str]:
    """Return the stated facts that matter to the act, without anyone's word for leave itself."""
    pack = library.of(by.school).pack
    cell = pack.book.cell(actor, *wish.act)
    kept = kept_keys(queries.leaves_of(by.school).values(), pack)
    return {
        key: value for key, value in wish.stated.items() if key in cell.keys and key not in kept
    }


def _spaced(roles: tuple[str, ...]) -> str:
    return f" {' '.join(roles)} " if roles else ""


def _own_role(leave: Leave, approval: Approval, on: date) -> str:
    """Return the role in which the asker gives leave by asking; empty where they do not."""
    if not leave.by_own_request:
        return ""
    held = people.roles_of(approval.asker, on=on)
    found = next((role for role in leave.givers if role in held), "")
    about = approval.about
    if found or about is None or "chair" not in held:
        return found
    theirs = people.roles_of(about, on=on)
    return "chair" if not theirs.isdisjoint(leave.givers) else ""


def _grant_own(
    approval: Approval, leave: Leave, role: str, by: Person, at: datetime, action_id: UUID
) -> None:
    store(
        Decision(
            school=approval.school, approval=approval, outcome=Outcome.GRANTED, by=by, role=role,
            reason=approval.purpose, from_at=max(approval.from_at, at), until_at=approval.until_at,
            facts=canonical.text(leave.facts(leave.givers[0])), decided_at=at,
        ),
        action_id=action_id,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, approval: Approval, reason: str, by: Person, at: datetime) -> Decision:
    """Take back one's own request before anyone has decided. Raises UnableToAsk."""
    if by.pk != approval.asker_id or not permissions.may_see(
        by, approval, on=timezone.localdate(at)
    ):
        raise UnableToAsk("Only whoever asked takes a request back.")
    if not reason.strip():
        raise UnableToAsk("Say why you take it back.")
    if approval.state(at) not in {State.WAITING, State.TOO_LATE}:
        raise UnableToAsk("This has been decided. Look again.")
    try:
        return store(Decision(school=approval.school, approval=approval, by=by, decided_at=at,
                              outcome=Outcome.WITHDRAWN, reason=reason.strip()))  # fmt: skip
    except DecidedAlready as error:
        raise UnableToAsk(str(error)) from None
