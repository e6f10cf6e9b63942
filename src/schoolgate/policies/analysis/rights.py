"""Who may do an act, and what one kind of person may do: exact, from the rules."""

from __future__ import annotations

from dataclasses import dataclass

from schoolgate.policies.rules import Answer, Question, RuleBook

Act = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Right:
    """The same answer, with nothing further stated, for `actors` and `acts`."""

    actors: tuple[str, ...]
    acts: tuple[Act, ...]
    answer: Answer


def who_may(book: RuleBook, action: str, resource: str) -> list[Right]:
    """Return each kind of person that a rule names for the act, joined where rules are alike."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for actor in sorted({who for rule in book.about(action, resource) for who in rule.who}):
        rules = tuple(id(rule) for rule in book.about(action, resource) if actor in rule.who)
        groups.setdefault(rules, []).append(actor)
    return [
        Right(tuple(actors), ((action, resource),), _open(book, actors[0], action, resource))
        for actors in groups.values()
    ]


def what_may(book: RuleBook, actor: str) -> list[Right]:
    """Return the acts that a rule settles for one kind of person, joined where rules are alike."""
    groups: dict[tuple[int, ...], list[Act]] = {}
    for act in sorted(book.acts()):
        if rules := tuple(id(rule) for rule in book.about(*act) if actor in rule.who):
            groups.setdefault(rules, []).append(act)
    return [Right((actor,), tuple(acts), _open(book, actor, *acts[0])) for acts in groups.values()]


def _open(book: RuleBook, actor: str, action: str, resource: str) -> Answer:
    return book.decide(Question(actor, action, resource))
