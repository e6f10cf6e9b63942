"""What a person may choose from in Ask: people, and acts in plain words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from schoolgate.policies.english import phrasing
from schoolgate.policies.english.wording import capital
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.words import Act, Words

_GROUPS = (("Staff", "staff"), ("Pupils", "pupils"), ("Governors", "governors"))
_OTHERS = "Families and visitors"
MOST_TITLES = 3
_NUMBERED = re.compile(r"(?:section|part|appendix|annex) \S{1,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button: `value` goes into the address, `label` is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ActChoice:
    """An act in plain words, the facts that its words already state, and words to find it by."""

    label: str
    act: tuple[str, str]
    facts: tuple[tuple[str, str], ...] = ()
    who: frozenset[str] = frozenset()
    found_by: frozenset[str] = frozenset()

    @property
    def value(self) -> str:
        """Return it as one form field: `use:personal_device|device_type:phone`."""
        return "|".join([":".join(self.act), *(f"{key}:{value}" for key, value in self.facts)])


@dataclass(frozen=True, slots=True)
class ActGroup:
    """The acts that one part of the policy speaks of."""

    title: str
    acts: list[ActChoice] = field(default_factory=list)


def people(pack: Pack) -> list[tuple[str, list[Choice]]]:
    """Return those whom the policy speaks of, by group."""
    spoken = {who for rule in pack.book.rules() for who in rule.who}
    names = pack.words.lexicon.actors
    left = {name: person for name, person in names.items() if name in spoken}
    groups: list[tuple[str, list[Choice]]] = []
    for title, group in _GROUPS:
        members = pack.words.people(group) or (
            frozenset({"governor"}) if group == "governors" else ()
        )
        mine = [Choice(name, person_label(pack.words, name)) for name in left if name in members]
        left = {name: person for name, person in left.items() if name not in members}
        groups.append((title, mine))
    groups.append((_OTHERS, [Choice(name, person_label(pack.words, name)) for name in left]))
    return [(title, choices) for title, choices in groups if choices]


def person_label(words: Words, name: str) -> str:
    """Return `Teacher` for `a teacher`."""
    one = words.lexicon.actors[name].one
    return capital(re.sub(r"^(?:an?|the) ", "", one))


def acts(pack: Pack) -> list[ActGroup]:
    """Return every act that some rule speaks of, under the titles of the policy's main parts."""
    groups: dict[str, ActGroup] = {}
    seen: set[tuple[object, ...]] = set()
    for title, clauses in _main_parts(pack):
        for choice in (choice for clause in clauses for choice in _of_clause(clause, pack.words)):
            mark = (choice.act, choice.facts)
            if mark not in seen:
                seen.add(mark)
                groups.setdefault(title, ActGroup(title)).acts.append(choice)
    return list(groups.values())


def _main_parts(pack: Pack) -> list[tuple[str, list[PackClause]]]:
    """Return the clauses under each main heading; `Section 3` is told by what stands in it."""
    depths = [clause.depth for clause in pack.clauses if clause.depth]
    top = min(depths, default=1)
    main = top if depths.count(top) > 2 else top + 1
    parts: list[list[PackClause]] = [[]]
    for clause in pack.clauses:
        if clause.title and clause.depth <= main:
            parts.append([])
        parts[-1].append(clause)
    return [(_part_title(part, pack), part) for part in parts if part]


def _part_title(part: Sequence[PackClause], pack: Pack) -> str:
    title = part[0].title or pack.front.title
    if not _NUMBERED.fullmatch(title):
        return title
    inside = [clause.title for clause in part[1:] if clause.title]
    return f"{title}: {', '.join(inside[:MOST_TITLES])}{' …' if len(inside) > MOST_TITLES else ''}"


def _of_clause(clause: PackClause, words: Words) -> Iterator[ActChoice]:
    """Yield one choice for each phrase of each rule, as the policy words it."""
    for rule in clause.rules:
        for phrase in rule.said_what.split(";"):
            act = words.act(phrase)
            if act is not None and act.pairs:
                pair = _first(phrase.strip().lower(), act, words)
                label = phrasing.deed(phrase.strip(), words)
                given = tuple(_given(act))
                yield ActChoice(capital(label), pair, given, rule.who, _index(label, pair, words))


def _first(phrase: str, act: Act, words: Words) -> tuple[str, str]:
    """Return the act that a phrase means first: its first verb with its first thing."""
    activity = words.lexicon.activities.get(phrase)
    if activity is None:
        return min(act.pairs)
    do, on = (part.split(",")[0].strip() for part in (activity.do, activity.on))
    return (do, on) if (do, on) in act.pairs else min(act.pairs)


def _given(act: Act) -> Iterator[tuple[str, str]]:
    for fact in act.given:
        if len(fact.any_of) == 1:
            for test in fact.any_of[0]:
                if test.op == "=" and len(test.values) == 1:
                    yield test.key, min(test.values)


def act_label(words: Words, action: str, resource: str) -> str:
    """Return an act as verb and thing."""
    verb = words.lexicon.actions.get(action)
    thing = words.lexicon.resources.get(resource)
    noun = (
        thing.noun if thing else resource.removeprefix("own:").replace("-", " ").replace("_", " ")
    )
    if resource.startswith("own:"):
        return noun
    return f"{verb.verb if verb else action.replace('_', ' ')} {noun}"


def _index(label: str, pair: tuple[str, str], words: Words) -> frozenset[str]:
    """Return the words that find an act: its own, and those of other phrases for the same act."""
    verb, thing = words.lexicon.actions.get(pair[0]), words.lexicon.resources.get(pair[1])
    texts = [label, *pair, *((verb.verb, *verb.also) if verb else ())]
    texts += [thing.noun, *thing.also] if thing else []
    named = words.lexicon.activities.items()
    texts += [phrase for phrase, other in named if (other.do, other.on) == pair]
    return frozenset(word for text in texts for word in tokens(text))


def tokens(text: str) -> list[str]:
    """Return the words of a text, lower case."""
    return re.findall(r"[a-z0-9]+", text.lower())


def for_person(groups: Iterable[ActGroup], who: str) -> list[ActGroup]:
    """Return the acts that some rule settles for one kind of person."""
    kept = [ActGroup(g.title, [a for a in g.acts if who in a.who]) for g in groups]
    return [group for group in kept if group.acts]


def matching(groups: Iterable[ActGroup], words: str, most: int = 25) -> list[ActChoice]:
    """Return acts that have every word of a search, the closest first."""
    wanted = [word.rstrip("s") or word for word in tokens(words)][:8]
    found: list[tuple[int, int, ActChoice]] = []
    for group in groups:
        for act in group.acts:
            if all(any(word.startswith(want) for word in act.found_by) for want in wanted):
                in_label = sum(
                    any(w.startswith(want) for w in tokens(act.label)) for want in wanted
                )
                found.append((-in_label, len(act.label), act))
    return [act for _, _, act in sorted(found, key=lambda item: item[:2])[:most]] if wanted else []
