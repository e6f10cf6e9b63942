"""Which agreements a policy asks for, of whom, read off its `agreement` boxes.

A box that names several groups is an agreement for each. Boxes about consent (pictures) and about
lending are no agreements to the rules: other rooms keep those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from schoolgate.agreements.rules.kinds import (
    GROUP_WORDS,
    ON_DEMAND,
    PUPILS,
    USE,
    USES_SYSTEMS,
    Group,
    Kind,
    groups_in,
)
from schoolgate.agreements.rules.statements import Statement, statements_of
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause

_NOT_OURS: Final = ("consent", "photograph", "borrow", "equipment")
_ABOUT: Final = (
    ("social media", Kind.SOCIAL_MEDIA),
    ("own device", Kind.OWN_DEVICE),
    ("personal device", Kind.OWN_DEVICE),
    ("support of", Kind.SUPPORT),
    ("in class", Kind.CLASS_RULES),
)
# Whoever uses the facilities is bound (000 §1 L61), whether or not a box names them.
_ALWAYS_BOUND: Final = (Group.COMMUNITY, Group.GOVERNOR, Group.GUEST, Group.STAFF, Group.VOLUNTEER)
_TITLES: Final[dict[Kind, str]] = {
    Kind.CLASS_RULES: "Golden rules, agreed in class",
    Kind.HOME_SCHOOL: "Home–school agreement",
    Kind.PARENT: "Pupils’ agreement, endorsed by parents",
    Kind.SOCIAL_MEDIA: "Agreement for official social media",
    Kind.OWN_DEVICE: "Agreement for own devices",
    Kind.SUPPORT: "Form of support",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One agreement: its kind, whom it binds, who signs, and what whoever signs confirms.

    `by_parent`: a parent signs for a pupil. `must` is False where the box only advises.
    `in_policy` is False where no box asks and whoever uses the systems is bound all the same.
    """

    kind: Kind
    group: Group
    statements: tuple[Statement, ...]
    clause: str = ""
    by_parent: bool = False
    must: bool = True
    in_policy: bool = True
    before: str = ""
    named: str = ""

    @property
    def key(self) -> str:
        """What names it in addresses and rows: `pupil-for-pupil-ks1-by-parent`."""
        return f"{self.kind}-for-{self.group}{'-by-parent' if self.by_parent else ''}"

    @property
    def title(self) -> str:
        """What it is called."""
        plain = f"Acceptable-use agreement for {GROUP_WORDS[self.group]}"
        title = _TITLES.get(self.kind, plain)
        if self.kind in {Kind.SUPPORT, Kind.OWN_DEVICE}:
            title = f"{title} for {GROUP_WORDS[self.group]}"
        return f"{title}, signed by a parent" if self.by_parent else title

    @property
    def on_demand(self) -> bool:
        """Tell whether only whoever wants what it opens is asked."""
        return self.kind in ON_DEMAND

    @property
    def needs_training(self) -> bool:
        """Tell whether training comes first (000 L602; 002 L234)."""
        return self.kind is Kind.STAFF

    @property
    def about_use(self) -> bool:
        """Tell whether it is about using the school's systems."""
        return self.kind in USES_SYSTEMS


def documents(pack: Pack) -> tuple[Document, ...]:
    """Return every agreement of a policy, in its order; those that no box asks for last."""
    found: dict[str, Document] = {}
    for clause, box in pack.boxes("agreement"):
        for one in _of_box(pack, clause, box):
            found[one.key] = _both(found[one.key], one) if one.key in found else one
    for one in (*_own_devices(pack), *_without_box(found)):
        found.setdefault(one.key, one)
    return tuple(found.values())


def questions(pack: Pack) -> tuple[str, ...]:
    """Return what a policy leaves open about agreements, as sentences for the school."""
    known = documents(pack)
    open_ = [
        f"The policy has no agreement for {GROUP_WORDS[one.group]}, and everyone who uses the "
        "school’s systems is bound. They are asked to sign the clauses that concern them; add an "
        "agreement box to say otherwise."
        for one in known if not one.in_policy
    ]  # fmt: skip
    named = {one.group for one in known if one.kind in {Kind.PUPIL, Kind.CLASS_RULES}}
    missing = [group for group in sorted(PUPILS) if group not in named]
    if missing:
        who = " and ".join(GROUP_WORDS[group] for group in missing)
        open_.append(f"The policy asks no agreement of {who}. Say whether they, or their parents "
                     "for them, are to sign one.")  # fmt: skip
    if not any(one.kind is Kind.HOME_SCHOOL for one in known):
        open_.append("The policy has no box for the home–school agreement, so nobody is asked to "
                     "sign it here.")  # fmt: skip
    return tuple(open_)


def _of_box(pack: Pack, clause: PackClause, box: Said) -> Iterator[Document]:
    words = " ".join((*box.all("confirms"), *box.all("before"), *box.all("text"))).lower()
    if any(word in words for word in _NOT_OURS):
        return
    signers, bound = _groups(pack, box, "signed by"), _groups(pack, box, "for")
    about = next((kind for word, kind in _ABOUT if word in words), None)
    for group in sorted(_groups(pack, box, "on behalf of") & PUPILS):
        yield _document(clause, box, Kind.PUPIL, group, by_parent=True)
    if box.all("on behalf of"):
        return
    for group in sorted(bound):
        if group in signers:
            yield from _own(clause, box, about or USE[group], group)
        if group in PUPILS and Group.PARENT in signers:
            yield _document(clause, box, about or USE[group], group, by_parent=True)


def _own(clause: PackClause, box: Said, kind: Kind, group: Group) -> Iterator[Document]:
    """Yield what a group signs for itself; each document that parents endorse is one of its own."""
    endorsed = [one for one in box.all("confirms") if one.endswith("is endorsed")]
    if group is not Group.PARENT or not endorsed:
        yield _document(clause, box, kind, group)
        return
    for phrase in endorsed:
        which = Kind.HOME_SCHOOL if "home" in phrase.lower() else Kind.PARENT
        yield _document(clause, box, which, group, confirms=(phrase,))


def _document(
    clause: PackClause, box: Said, kind: Kind, group: Group, *, by_parent: bool = False,
    confirms: tuple[str, ...] | None = None,
) -> Document:  # fmt: skip
    said = box.all("confirms") if confirms is None else confirms
    return Document(
        kind, group, statements_of(kind, group, said, by_parent=by_parent), clause.ref, by_parent,
        box.force == "must", before=box.one("before"), named=box.one("text"),
    )  # fmt: skip


def _groups(pack: Pack, box: Said, key: str) -> frozenset[Group]:
    actors = {one for phrase in box.all(key) for one in pack.words.people(phrase) or ()}
    return groups_in(actors)


def _both(first: Document, second: Document) -> Document:
    more = tuple(one for one in second.statements if one not in first.statements)
    return replace(first, statements=first.statements + more)


def _own_devices(pack: Pack) -> Iterator[Document]:
    """Yield the agreements that a rule on own devices waits for (002 L283)."""
    for rule in pack.book.rules():
        waits = any(fact.condition and fact.condition.term == "aup_signed" for fact in rule.only_if)
        if waits and any(thing == "personal_device" for _, thing in rule.acts):
            for group in sorted(groups_in(rule.who)):
                told = statements_of(Kind.OWN_DEVICE, group, ())
                yield Document(Kind.OWN_DEVICE, group, told, rule.clause)


def _without_box(found: dict[str, Document]) -> Iterator[Document]:
    named = {one.group for one in found.values() if one.kind is USE[one.group]}
    for group in _ALWAYS_BOUND:
        if group not in named:
            kind = USE[group]
            yield Document(kind, group, statements_of(kind, group, ()), in_policy=False)
