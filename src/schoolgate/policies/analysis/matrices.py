"""Write the matrices of a policy again from its rules, as a check that a table became its rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolgate.policies.language.pack import Pack, PackClause
from schoolgate.policies.language.tables import kind_of
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import Level, Rule

_TIMES, _LIST, _STAFF = "within_permitted_times", "nominated_user", "staff_permission"


def matrices(pack: Pack) -> Iterator[tuple[PackClause, list[list[str]]]]:
    """Yield each matrix as rows of cells, heading first, made from the rules alone."""
    for clause in pack.clauses:
        for table in clause.tables:
            if kind_of(table) == "matrix":
                lines = {line for line, _ in table.rows}
                rules = [rule for rule in clause.rules if rule.cell and rule.line in lines]
                yield clause, _rows(list(table.header), rules, pack.words)


def _rows(header: list[str], rules: Sequence[Rule], words: Words) -> list[list[str]]:
    """Rebuild the rows: clause number, activity, and a cell for each group."""
    rough = any(rule.answer > Level.NOT_ALLOWED for rule in rules)
    rows: dict[int, list[str]] = {}
    for rule in rules:
        row = rows.setdefault(
            rule.line, [rule.clause, _activity(rule, words), *["–"] * len(header[2:])]
        )
        row[header.index(rule.said_who)] = cell(rule, rough=rough)
    return [header, *rows.values()]


def _activity(rule: Rule, words: Words) -> str:
    """Return the activity and the facts written behind it, without what it takes as given."""
    act = words.act(rule.said_what)
    given = act.given if act else ()
    return ", ".join([rule.said_what, *(f.phrase for f in rule.when if f not in given)])


def cell(rule: Rule, *, rough: bool) -> str:
    """Return the words of a cell; `rough` tables say acceptable where others say allowed."""
    if rule.answer is not Level.ALLOWED:
        word = {2: "not allowed", 3: "unacceptable", 4: "unacceptable and illegal"}[rule.answer]
        return _with(word, [fact.phrase for fact in rule.unless])
    terms = {fact.condition.term for fact in rule.only_if if fact.condition}
    plain = [f.phrase for f in rule.only_if if not (f.condition and f.condition.term in _GATES)]
    return _with(_allowed(terms, plain, rough), plain)


_GATES = {_TIMES, _LIST, _STAFF}


def _allowed(terms: set[str], plain: Sequence[str], rough: bool) -> str:
    start = "acceptable " if rough else ""
    if _STAFF in terms:
        return "with staff permission"
    if _LIST in terms:
        return f"{start}for nominated users" if rough else "for selected staff"
    if _TIMES in terms or plain:
        return f"{start}at certain times"
    return "acceptable" if rough else "allowed"


def _with(word: str, facts: Sequence[str]) -> str:
    return f"{word}: {'; '.join(facts)}" if facts else word


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])
