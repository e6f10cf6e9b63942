"""Leave that a policy lets people ask for: who asks, who gives it, for what, how long. Pure.

An `approval` box says it in so many words. A gate such as “with the headteacher's permission” says
it too, where the vocabulary names somebody of the school to ask. A box speaks for the gates of its
own clause; where it has none, for those of the rules with the same source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from schoolgate.kernel.facts import Condition, Fact
from schoolgate.people.rules import role_slug
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import Answer, Question, Rule

# Facts that say whose leave there is. Someone's own word for them counts for nothing.
GIVER_KEYS: Final = frozenset({"authorised_by", "requested_by"})
# How the vocabulary calls the leave of each role.
_SPELT: Final = {"it_technician": "ict_team", "network_manager": "ict_team"}
# Phrases of boxes that are singular, or name whoever owns or uses a thing.
_SINGULAR: Final = {"member of staff": "staff", "owner": "everyone", "user": "everyone"}
Covered = tuple[Rule, Fact]


@dataclass(frozen=True, slots=True, eq=False)
class Leave:
    """Something that may be asked for. `key` names it: `5.7.teaching#0`, or `7.1/staff_permission`.

    `askers` are actors of the vocabulary, `givers` and `doers` roles as appointments spell them.
    `covers` are the rules that it opens, each with the gate in question.
    """

    key: str
    clause: str
    title: str
    words: str
    asked_by: str
    askers: frozenset[str]
    given_by: str
    givers: tuple[str, ...]
    done_by: str = ""
    doers: tuple[str, ...] = ()
    form: str = ""
    reason: str = ""
    lasts: str = ""
    then: tuple[str, ...] = ()
    never: str = ""
    covers: tuple[Covered, ...] = ()

    @property
    def acts(self) -> frozenset[tuple[str, str]]:
        """Return the (action, resource) pairs that it opens."""
        return frozenset(act for rule, _ in self.covers for act in rule.acts)

    @property
    def by_own_request(self) -> bool:
        """Tell whether the one who asks in writing is the one who gives leave (000 §14.1)."""
        return bool(self.givers) and self.asked_by != "" and self.askers == frozenset(self.givers)

    def facts(self, role: str) -> dict[str, str]:
        """Return what is so once somebody has given leave in this role, in writing."""
        spelt = "teacher" if role == "staff" else _SPELT.get(role, role)
        found: dict[str, str] = {}
        for _, gate in self.covers:
            for test in gate.any_of[0] if gate.any_of else ():
                found.setdefault(test.key, spelt if spelt in test.values else min(test.values))
        return found or {"authorised_by": spelt, "form": "written"}

    def fits(self, pack: Pack, question: Question, stated: Mapping[str, str]) -> bool:
        """Tell whether a question lies within what was asked for: the same act, the same facts.

        Asked for in general, leave holds where a rule that it opens surely applies.
        """
        act = (question.action, question.resource)
        if act not in self.acts:
            return False
        cell = pack.book.cell(question.actor, *act)
        facts = pack.book.known(question, cell)
        if stated:
            return all(facts.get(key) == value for key, value in stated.items())
        return any(act in rule.acts and _applies(rule, facts) for rule, _ in self.covers)


def _applies(rule: Rule, facts: Mapping[str, str]) -> bool:
    return all(
        any(all(t.key in facts and t.passes(facts[t.key]) for t in every) for every in fact.any_of)
        for fact in rule.when
    )


def leaves(pack: Pack) -> dict[str, Leave]:
    """Return everything that may be asked for under a policy, by key, in the policy's order."""
    gated = list(_gated(pack))
    found: dict[str, Leave] = {}
    spoken: set[tuple[str, str]] = set()
    for clause in pack.clauses:
        boxes = [box for box in clause.boxes if box.kind == "approval"]
        for number, box in enumerate(boxes):
            leave = _of_box(pack.words, clause, number, box, _covered(clause, box, gated))
            found[leave.key] = leave
            spoken |= {_place(rule, gate) for rule, gate in leave.covers}
    for rule, gate in gated:
        if _place(rule, gate) not in spoken and (givers := _givers_of(pack.words, gate)):
            key = "/".join(_place(rule, gate))
            before = found[key].covers if key in found else ()
            found[key] = _of_gate(pack, rule, gate, givers, (*before, (rule, gate)))
    return found


def for_gate(known: Mapping[str, Leave], answer: Answer, gate: Condition) -> Leave | None:
    """Return the leave that would open a gate of an answer; None where there is none to ask for."""
    clauses = {rule.clause for rule in answer.rules for f in rule.facts() if f.condition == gate}
    return next(
        (leave for leave in known.values() for rule, fact in leave.covers
         if fact.condition == gate and rule.clause in clauses),
        None,
    )  # fmt: skip


def kept_keys(known: Iterable[Leave], pack: Pack) -> frozenset[str]:
    """Return the facts that grants alone can state, for those whose grants are on record here."""
    keys = set(GIVER_KEYS)
    for leave in known:
        for _, gate in leave.covers:
            tested = {test.key for test in gate.tests()}
            keys |= set() if tested & GIVER_KEYS else tested
    names = pack.words.lexicon.keys
    implying = {name for name, key in names.items() if not keys.isdisjoint(key.implies)}
    return frozenset(keys | implying)


def _gated(pack: Pack) -> Iterator[Covered]:
    for rule in pack.book.rules():
        for fact in rule.facts():
            if fact.condition is not None and fact.condition.kind == "gate":
                by_key = any(test.key in GIVER_KEYS for test in fact.tests())
                if by_key or _givers_of(pack.words, fact):
                    yield rule, fact


def _place(rule: Rule, gate: Fact) -> tuple[str, str]:
    return rule.clause, gate.condition.term if gate.condition else ""


def _covered(clause: PackClause, box: Said, gated: list[Covered]) -> tuple[Covered, ...]:
    mine = tuple(pair for pair in gated if pair[0].clause == clause.ref)
    sources = set(box.all("source"))
    return mine or tuple(
        pair for pair in gated if sources & {part.strip() for part in pair[0].source.split(";")}
    )


def _of_box(
    words: Words, clause: PackClause, number: int, box: Said, covers: tuple[Covered, ...]
) -> Leave:
    given = box.all("given by") or ("the headteacher",)
    return Leave(
        key=f"{clause.ref}#{number}",
        clause=clause.ref,
        title=clause.title,
        words=box.one("for"),
        asked_by=box.one("asked by"),
        askers=_actors(words, box.all("asked by")),
        given_by=" or ".join(given),
        givers=_roles(words, given),
        done_by=" or ".join(box.all("done by")),
        doers=_roles(words, box.all("done by")),
        form=box.one("form"),
        reason=box.one("reason"),
        lasts=box.one("lasts"),
        then=box.all("then"),
        never=box.one("never"),
        covers=covers,
    )


def _of_gate(
    pack: Pack, rule: Rule, gate: Fact, givers: tuple[str, ...], covers: tuple[Covered, ...]
) -> Leave:
    clause, term = _place(rule, gate)
    whom = pack.words.whom[term]
    who: frozenset[str] = frozenset().union(*(rule.who for rule, _ in covers))
    held = pack.by_ref.get(clause)
    return Leave(
        key=f"{clause}/{term}",
        clause=clause,
        title=held.title if held else "",
        words=_described(covers),
        asked_by="",
        askers=who,
        given_by=whom if whom.startswith(("a ", "the ")) else f"the {whom}",
        givers=givers,
        covers=covers,
    )


def _described(covers: Iterable[Covered]) -> str:
    return "; ".join(dict.fromkeys(rule.said_what for rule, _ in covers))


def _givers_of(words: Words, gate: Fact) -> tuple[str, ...]:
    """Return the roles to ask for a gate, where they are of the school's staff."""
    name = words.whom.get(gate.condition.term, "") if gate.condition else ""
    roles = _roles(words, (name,)) if name else ()
    staff = words.people("staff") or frozenset()
    return roles if roles == ("staff",) or (roles and staff.issuperset(roles)) else ()


def _roles(words: Words, phrases: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for phrase in phrases:
        plain = _shorn(phrase)
        people = words.people(plain)
        if people is not None and people == words.people("staff"):
            found.append("staff")
        else:
            found += sorted(people) if people else [role_slug(plain)]
    return tuple(dict.fromkeys(found))


def _actors(words: Words, phrases: Iterable[str]) -> frozenset[str]:
    """Return who may ask. Asking does no harm: a phrase that names nobody known means everyone."""
    everyone = words.people("everyone") or frozenset()
    found: set[str] = set()
    for phrase in phrases:
        found |= words.people(_shorn(phrase)) or everyone
    return frozenset(found)


def _shorn(phrase: str) -> str:
    plain = phrase.lower().split(",")[0].strip()
    for article in ("the ", "a ", "an "):
        plain = plain.removeprefix(article)
    return _SINGULAR.get(plain, plain)
