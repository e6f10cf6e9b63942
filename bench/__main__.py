"""`./sg bench`: decisions, packs, analysis and pages, with peers in the same run."""

from __future__ import annotations

import argparse
import gc
import io
import os
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench import peers
from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.language import pack as packs_of
from schoolgate.policies.language.pack import Pack, assemble, load
from schoolgate.policies.rules import Level, Question, RuleBook

PACKS = Path(__file__).resolve().parent.parent / "packs"
SEED = 20261121
LINE = "{:<66}{:>16}{:>20}"


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the work")
    scale = 1 if options.parse_args().quick else 10
    print(LINE.format("measurement", "here", "aim"))
    for name in ("ashbrook", "thatto-heath", "cotmanhay"):
        decisions(load(name, PACKS), 2_000 * scale)
    side_by_side(load("thatto-heath", PACKS), 200 * scale)
    loading(scale)
    analysis(scale)
    with tempfile.TemporaryDirectory() as folder:
        pages(Path(folder), 5 * scale)
    return 0


def questions(book: RuleBook, count: int, known: float) -> list[Question]:
    """Return random questions over the acts of a book; each fact is stated with chance `known`."""
    rng = random.Random(SEED)
    values = peers.domains(book)
    cells = [
        (actor, *act)
        for act in sorted(book.acts())
        for actor in sorted({who for rule in book.about(*act) for who in rule.who})
    ]
    made = []
    for _ in range(count):
        actor, action, resource = rng.choice(cells)
        keys = book.cell(actor, action, resource).keys
        facts = {k: rng.choice(values[k]) for k in keys if k in values and rng.random() < known}
        made.append(Question(actor, action, resource, facts))
    return made


def rate(work: Sequence[Question], decide: Callable[[Question], object]) -> float:
    """Return decisions a second of processor time, the best of three passes."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for question in work:
            decide(question)
        best = max(best, len(work) / (time.process_time() - start))
    return best


def spread(work: Sequence[Question], decide: Callable[[Question], object]) -> tuple[float, float]:
    """Return the median and the 99th percentile of one decision, in microseconds."""
    taken = []
    for question in work:
        start = time.perf_counter_ns()
        decide(question)
        taken.append((time.perf_counter_ns() - start) / 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.99)]


def decisions(pack: Pack, count: int) -> None:
    """Measure decisions with known and half unknown facts, first time asked and again."""
    for label, known, aim in (("known facts", 1.0, 100_000), ("half unknown", 0.5, 60_000)):
        work = questions(pack.book, count, known)
        book = load(str(pack.folder), PACKS).book
        start = time.process_time()
        for question in work:
            book.decide(question)
        first = count / (time.process_time() - start)
        fast = rate(work, book.decide)
        afresh = Afresh(book).decide
        p50, p99 = spread(work, afresh)
        row(f"{pack.name}: decisions/s, {label}, no answer remembered",
            f"{rate(work, afresh):,.0f}", f">= {aim:,}")  # fmt: skip
        row(f"{pack.name}: one decision, {label}, none remembered: p50 / p99 µs",
            f"{p50:.1f} / {p99:.1f}", "p99 < 30")  # fmt: skip
        p50, p99 = spread(work, book.decide)
        row(f"{pack.name}: decisions/s, {label}, asked before", f"{fast:,.0f}", f">= {aim:,}")
        row(f"{pack.name}: decisions/s, {label}, first pass from cold", f"{first:,.0f}", "")
        row(f"{pack.name}: one decision, {label}: p50 / p99 µs", f"{p50:.1f} / {p99:.1f}",
            "p99 < 30")  # fmt: skip


class Afresh:
    """A compiled rule book that decides every question anew, remembering no answer."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    def decide(self, question: Question) -> object:
        """Answer a question whose cell is compiled already."""
        cell = self.book.cell(question.actor, question.action, question.resource)
        return cell.afresh(cell.state(self.book.known(question, cell)))


def side_by_side(pack: Pack, count: int) -> None:
    """Measure the peers on the same rules and questions, and how often they agree."""
    values = peers.domains(pack.book)
    work = [
        Question(q.actor, q.action, q.resource, full(q, values))
        for q in questions(pack.book, count, 1.0)
    ]
    ours = rate(work, pack.book.decide)
    row(f"{pack.name}: ours on the peers' questions, decisions/s", f"{ours:,.0f}", "")
    for name, make in (("Cedar (cedarpy)", peers.cedar), ("Rego (regorus)", peers.rego),
                       ("ZEN tables", peers.zen)):  # fmt: skip
        decide = make(pack.book, values)
        theirs = rate(work[: max(50, count // 4)], decide)
        same = sum(_alike(pack.book.decide(q).level, decide(q)) for q in work[:500])
        aim = ">= 15 times Cedar" if name.startswith("Cedar") else ""
        row(f"  {name}, decisions/s (ours is … times as fast)",
            f"{theirs:,.0f} ({ours / theirs:,.0f}×)", aim)  # fmt: skip
        row("    alike answers (allow, refuse, silent)", f"{same} of {len(work[:500])}", "")


def full(question: Question, values: peers.Domains) -> dict[str, str]:
    """Return facts with a value for every key of the policy: peers know no unknown."""
    rng = random.Random(repr(sorted(question.facts.items())))
    return {key: question.facts.get(key, rng.choice(some)) for key, some in values.items()}


def _alike(mine: Level, theirs: Level | None) -> bool:
    return min(mine, Level.NOT_ALLOWED) == min(theirs or Level.SILENT, Level.NOT_ALLOWED)


def loading(scale: int) -> None:
    """Measure reading, checking and compiling one pack, and 400 schools on one template."""
    for name in ("ashbrook", "thatto-heath", "cotmanhay"):
        taken = [_timed(lambda name=name: load(name, PACKS)) for _ in range(scale)]
        base = load(name, PACKS).base
        note = " (its template too)" if base else ""
        row(f"{name}: read, check, compile{note}, ms", f"{median(taken):.0f}", "< 50")
        if base is not None:
            texts = {p.name: p.read_text() for p in sorted(packs_of.find(name, PACKS).glob("*.md"))}
            taken = [_timed(lambda t=texts, b=base: assemble(t, packs=PACKS, base=b))
                     for _ in range(scale)]  # fmt: skip
            row(f"{name}: read, check, compile on its loaded template, ms",
                f"{median(taken):.0f}", "< 50")  # fmt: skip
    base = load("derbyshire@2", PACKS)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    schools = [assemble({"p.md": school(i)}, packs=PACKS, base=base) for i in range(400)]
    gc.collect()
    each = (tracemalloc.get_traced_memory()[0] - before) / len(schools) / 1024
    tracemalloc.stop()
    taken_s = _timed(
        lambda: [assemble({"p.md": school(i)}, packs=PACKS, base=base) for i in range(400)]
    )
    row("400 schools extend one template, s", f"{taken_s / 1000:.2f}", "< 1")
    row("  memory a school, KiB", f"{each:.1f}", "< 20")


def school(number: int) -> str:
    """Return the small pack of one invented school: two clauses of its own, one left out."""
    return f"""+++
pack = "school-{number}"
title = "Acceptable use at school {number}"
version = "1"
status = "in force"
extends = "derbyshire@2"
+++
## 90.1 Phones in the hall
Phones stay in bags while the hall is in use.
```rule
who: staff
what: use a personal device
when: place is hall
answer: not allowed
unless: the headteacher gives permission
```
## 90.2 Bringing a tablet
```rule
who: pupils
what: bring a personal device
when: device type is tablet
answer: not allowed
```
"""


def analysis(scale: int) -> None:
    """Measure the whole-pack analysis."""
    for name in ("ashbrook", "thatto-heath", "cotmanhay"):
        pack = load(name, PACKS)
        taken = median(_timed(lambda pack=pack: findings(pack)) for _ in range(scale))
        row(f"{name}: whole-pack analysis, ms", f"{taken:.0f}", "< 200")


def pages(folder: Path, count: int) -> None:
    """Measure server time of the pages through the whole of Django, after one first visit."""
    os.environ |= {
        "SCHOOLGATE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    for command in ("migrate", "demo", "load_policies"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "localhost"})
    answered = "/ashbrook/ask/?who=teacher&what=photograph:pupil&fact=device:personal"
    for name, address in (("policy", "/thatto-heath/policy/"), ("answer", answered)):
        first = _timed(lambda address=address: client.get(address))
        taken = sorted(_timed(lambda address=address: client.get(address)) for _ in range(count))
        p95 = taken[int(len(taken) * 0.95)]
        row(f"page of {name}, ms: first / median / p95",
            f"{first:.0f} / {median(taken):.1f} / {p95:.1f}", "< 30")  # fmt: skip


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def row(what: str, here: str, aim: str) -> None:
    """Print one measurement."""
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    sys.exit(main())
