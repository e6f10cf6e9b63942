"""The same rules for other engines: Cedar, Rego (regorus) and ZEN decision tables.

Each function takes a rule book and returns a callable `(question) -> refused?` over fully known
facts. Orderings (`length >= 8`) become membership among the sample values, so that every engine
compares plain strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from schoolgate.kernel.facts import Fact, Test
from schoolgate.policies.rules import Level, Question, Rule, RuleBook

Decide = Callable[[Question], Level | None]
Domains = dict[str, tuple[str, ...]]


def domains(book: RuleBook) -> Domains:
    """Return every value that a key may take in the bench, by key."""
    found: dict[str, set[str]] = {}
    for rule in book.rules():
        for fact in rule.facts():
            for test in fact.tests():
                found.setdefault(test.key, set()).update(test.samples())
    return {key: (*sorted(values), "other") for key, values in sorted(found.items())}


def _passing(test: Test, values: Domains) -> list[str]:
    return [value for value in values[test.key] if test.passes(value)]


def _clauses(rule: Rule) -> Iterator[tuple[bool, list[tuple[Fact, bool]]]]:
    """Yield (refuses?, facts as wanted) for each way a rule speaks, duties and gates included."""
    when = [(fact, True) for fact in rule.when]
    needed = [*rule.only_if, *(duty.met for duty in rule.duties if duty.met)]
    if rule.answer is Level.ALLOWED:
        yield False, when + [(fact, True) for fact in needed]
        yield from ((True, [*when, (fact, False)]) for fact in needed)
        return
    if rule.force == "advised":
        yield False, when
        return
    yield True, when + [(fact, False) for fact in rule.unless]
    yield from ((False, [*when, (fact, True)]) for fact in rule.unless)


def _level(rule: Rule, refuses: bool) -> Level:
    if not refuses:
        return Level.ALLOWED
    return max(rule.answer, Level.NOT_ALLOWED)


def cedar_text(book: RuleBook, values: Domains) -> str:
    """Write the rules as Cedar policies, one for each way a rule speaks."""
    out = []
    for rule in book.rules():
        for refuses, wanted in _clauses(rule):
            effect = "forbid" if refuses else "permit"
            conditions = [_cedar_scope(rule), *(_cedar_fact(f, w, values) for f, w in wanted)]
            level = int(_level(rule, refuses))
            out.append(
                f'@clause("{rule.clause}") @level("{level}")\n{effect}(principal, action, resource)'
                f"\nwhen {{ {' && '.join(conditions)} }};"
            )
    return "\n".join(out)


def _cedar_scope(rule: Rule) -> str:
    who = ", ".join(f'Role::"{name}"' for name in sorted(rule.who))
    things: dict[str, list[str]] = {}
    for action, resource in sorted(rule.acts):
        things.setdefault(resource, []).append(f'Action::"{action}"')
    acts = " || ".join(
        f'(resource == Thing::"{thing}" && [{", ".join(verbs)}].contains(action))'
        for thing, verbs in things.items()
    )
    return f"[{who}].contains(principal) && ({acts})"


def _cedar_fact(fact: Fact, wanted: bool, values: Domains) -> str:
    branches = [
        " && ".join(
            f"{json.dumps(_passing(test, values))}.contains(context.{test.key})" for test in every
        )
        for every in fact.any_of
    ]
    text = " || ".join(f"({branch})" for branch in branches)
    return f"({text})" if wanted else f"!({text})"


def cedar(book: RuleBook, values: Domains) -> Decide:
    """Return a decider over parsed Cedar policies."""
    import cedarpy

    policies = cedarpy.PolicySet.from_str(cedar_text(book, values))
    entities = cedarpy.Entities.from_json_str("[]")

    def decide(question: Question) -> Level | None:
        request = {
            "principal": f'Role::"{question.actor}"',
            "action": f'Action::"{question.action}"',
            "resource": f'Thing::"{question.resource}"',
            "context": dict(question.facts),
        }
        answer = cedarpy.is_authorized(request, policies, entities)
        if answer.allowed:
            return Level.ALLOWED
        return Level.NOT_ALLOWED if answer.diagnostics.reasons else Level.SILENT

    return decide


def rego_text(book: RuleBook, values: Domains) -> str:
    """Write the rules as a Rego set of levels."""
    out = ["package policy", "import rego.v1"]
    for rule in book.rules():
        acts = json.dumps([f"{a} {r}" for a, r in sorted(rule.acts)], indent=0)  # short lines
        for refuses, wanted in _clauses(rule):
            lines = [f"input.actor in {json.dumps(sorted(rule.who))}", f"input.act in {acts}"]
            for fact, truth in wanted:
                lines += _rego_fact(fact, truth, values, out)
            body = "\n  ".join(lines)
            out.append(f"levels contains {int(_level(rule, refuses))} if {{\n  {body}\n}}")
    return "\n".join(out)


def _rego_fact(fact: Fact, truth: bool, values: Domains, out: list[str]) -> list[str]:
    """Return lines for a fact; alternatives become a helper rule of their own."""
    if len(fact.any_of) == 1 and truth:
        return [f"input.{t.key} in {json.dumps(_passing(t, values))}" for t in fact.any_of[0]]
    name = f"fact_{abs(hash(fact.any_of)):x}"
    if f"# {name}" not in out:
        out.append(f"# {name}")
        for every in fact.any_of:
            lines = [f"input.{t.key} in {json.dumps(_passing(t, values))}" for t in every]
            out.append(f"{name} if {{ {'; '.join(lines)} }}")
    return [name if truth else f"not {name}"]


def rego(book: RuleBook, values: Domains) -> Decide:
    """Return a decider over regorus."""
    import regorus

    engine = regorus.Engine()
    engine.add_policy("policy.rego", rego_text(book, values))

    def decide(question: Question) -> Level | None:
        asked = {**question.facts, "actor": question.actor,
                 "act": f"{question.action} {question.resource}"}  # fmt: skip
        engine.set_input_json(json.dumps(asked))
        levels = json.loads(engine.eval_rule_as_json("data.policy.levels"))
        return Level(max(levels)) if levels else Level.SILENT

    return decide


def zen_table(book: RuleBook, values: Domains) -> dict[str, object]:
    """Write the rules as one ZEN decision table, a row for each conjunction."""
    keys = list(values)
    inputs = [{"id": name, "name": name, "field": name} for name in ("actor", "act", *keys)]
    rows = []
    for rule in book.rules():
        for refuses, wanted in _clauses(rule):
            for literals in _conjunctions(wanted):
                row = {"_id": f"r{len(rows)}", "level": str(int(_level(rule, refuses)))}
                row |= _zen_row(rule, literals, values, keys)
                rows.append(row)
    table = {
        "hitPolicy": "collect", "inputs": inputs, "rules": rows,
        "outputs": [{"id": "level", "name": "level", "field": "level"}],
    }  # fmt: skip
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {"id": "t", "name": "t", "type": "decisionTableNode", "content": table,
             "position": {"x": 1, "y": 0}},
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip


Literal = tuple[Test, bool]


def _conjunctions(wanted: list[tuple[Fact, bool]]) -> Iterator[list[Literal]]:
    if not wanted:
        yield []
        return
    (fact, truth), rest = wanted[0], wanted[1:]
    ways: list[list[Literal]] = [[]]
    if truth:
        ways = [[(test, True) for test in every] for every in fact.any_of]
    else:
        for every in fact.any_of:
            ways = [[*way, (test, False)] for way in ways for test in every]
    for way in ways:
        for others in _conjunctions(rest):
            yield [*way, *others]


def _zen_row(
    rule: Rule, literals: list[Literal], values: Domains, keys: list[str]
) -> dict[str, str]:
    row = {"actor": json.dumps(sorted(rule.who)),
           "act": json.dumps([f"{a} {r}" for a, r in sorted(rule.acts)])}  # fmt: skip
    for key in keys:
        mine = [(test, truth) for test, truth in literals if test.key == key]
        if mine:
            fits = [v for v in values[key] if all(t.passes(v) is truth for t, truth in mine)]
            row[key] = json.dumps(fits)
    return row


def zen(book: RuleBook, values: Domains) -> Decide:
    """Return a decider over ZEN."""
    from zen import ZenEngine

    decision = ZenEngine().create_decision(json.dumps(zen_table(book, values)))

    def decide(question: Question) -> Level | None:
        asked = {**question.facts, "actor": question.actor,
                 "act": f"{question.action} {question.resource}"}  # fmt: skip
        found = decision.evaluate(asked)["result"] or []
        return Level(max(row["level"] for row in found)) if found else Level.SILENT

    return decide
