"""Plans an import: what a list would hold, what that changes, what was left out. Pure.

A list of a million lines passes through once, in bounded memory: entries go to the copy in order,
and what people look at is counted, with samples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final
from zlib import crc32

from schoolgate.filtering.lists import copies, judging
from schoolgate.filtering.lists.plans import Order, Plan, asks, obstacles
from schoolgate.filtering.lists.reading import Listed, Trouble

__all__ = ["NO_WORD", "SAMPLE", "Order", "Plan", "asks", "obstacles", "plan", "word_of"]

MOST_SHOWN: Final = 50  # lines left out, wide names
SAMPLE: Final = 20
NO_WORD: Final = "(none)"
_WORDS: Final = 300  # different words of one list that are counted apart
_TELL_EVERY: Final = 20_000
Tell = Callable[[int], object]


def plan(
    found: Iterable[Listed | Trouble], to: Path, order: Order, *, before: Path | None = None,
    tell: Tell = bool,
) -> Plan:  # fmt: skip
    """Write the good copy of a list to `to`, and return what it would change against `before`.

    Raises OSError, and what reading raises; then no copy is there.
    """
    counting = _Counting(order, tell)
    new = copies.in_order(counting.lines(judging.judged(found, is_floor=bool(order.key))))
    aside = to.with_name(f"{to.name}.new")
    try:
        counting.write(_without_opened(new) if not order.key else new, aside, before)
        aside.replace(to)
    finally:
        aside.unlink(missing_ok=True)
    return counting.plan


def _without_opened(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Pass lines on, but for those whose very name the same list leaves open."""
    opened = b""
    for line in lines:
        name, _, category = line.rpartition(b"\t")
        if category == b"+\n":
            opened = name
        elif name == opened:
            continue
        yield line


class _Counting:
    """A plan while its list passes through."""

    def __init__(self, order: Order, tell: Tell) -> None:
        self.order = order
        self.plan = Plan(is_floor=bool(order.key))
        self._tell = tell
        self._unknown: Counter[str] = Counter()
        self._known: set[str] = set()

    def lines(self, found: Iterable[Listed | Trouble]) -> Iterator[bytes]:
        """Yield the entries that stay, as the copy holds them."""
        plan = self.plan
        for plan.lines, one in enumerate(found, 1):
            if plan.lines % _TELL_EVERY == 0:
                self._tell(plan.lines)
            if isinstance(one, Trouble):
                self._leave_out(one)
            elif line := self._line(one):
                yield line
        plan.unknown = dict(self._unknown.most_common())
        plan.known_count = len(self._known)
        plan.known = [] if plan.is_floor else sorted(self._known)[:SAMPLE]

    def write(self, lines: Iterator[bytes], to: Path, before: Path | None) -> None:
        """Write the copy, and compare it with the one before."""
        counts: Counter[bytes] = Counter()
        added, removed, whole = _Sample(), _Sample(), sha256()
        with to.open("wb") as out:
            for line, is_new, was_there in copies.side_by_side(lines, _old(before)):
                self.plan.before += was_there
                if is_new:
                    out.write(line)
                    whole.update(line)
                    counts[line.rpartition(b"\t")[2]] += 1
                if is_new != was_there:
                    (added if is_new else removed).take(line)
        self.plan.sha256 = whole.hexdigest()
        self._count(counts)
        self.plan.added, self.plan.removed = added.count, removed.count
        if not self.plan.is_floor:
            self.plan.sample_added, self.plan.sample_removed = added.shown(), removed.shown()

    def _count(self, counts: Counter[bytes]) -> None:
        self.plan.entries = counts.total()
        if self.plan.is_floor:
            return
        self.plan.open = counts.pop(b"+\n", 0)
        named = {name.decode().strip(): count for name, count in counts.items()}
        self.plan.counts = dict(sorted(named.items(), key=lambda one: (-one[1], one[0])))

    def _line(self, one: Listed) -> bytes:
        if one.until is not None and one.until <= self.order.on:
            self._leave_out(Trouble(one.line, f"“{one.host}” ended on {one.until:%d/%m/%Y}."))
            return b""
        if site := judging.closes(one):
            self._known.add(site)
        if self.order.key:
            return f"{copies.mark_of(self.order.key, one.host, one.path)}\n".encode()
        category = self._category(one)
        if not category:
            return b""
        if len(self.plan.wide) < MOST_SHOWN and judging.holds_many(one.host) and not one.allow:
            self.plan.wide.append(one.host)
        return copies.line_of(one, category)

    def _category(self, one: Listed) -> str:
        """Return ours for the list's own; empty for one that is left out."""
        word = word_of(one.category)
        if one.allow or (not word and self.order.usual):
            return self.order.usual or copies.ALLOWED
        ours = self.order.words.get(word or NO_WORD)
        if ours is None:
            room = word in self._unknown or len(self._unknown) < _WORDS
            self._unknown[(word or NO_WORD) if room else "(other words)"] += 1
        elif not ours:
            self.plan.left_out_words += 1
        return ours or ""

    def _leave_out(self, one: Trouble) -> None:
        self.plan.left_out += 1
        if len(self.plan.left_out_lines) < MOST_SHOWN:
            said = "This line is no entry." if self.plan.is_floor else one.said
            self.plan.left_out_lines.append((one.line, said))


class _Sample:
    """Some of many lines, spread over all of them: the same every time."""

    def __init__(self) -> None:
        self.count = 0
        self._every = 1
        self._kept: list[bytes] = []

    def take(self, line: bytes) -> None:
        """Count a line, and keep it if its turn has come."""
        self.count += 1
        if crc32(line) % self._every == 0:
            self._kept.append(line)
            if len(self._kept) > 2 * SAMPLE:
                self._every *= 2
                self._kept = [one for one in self._kept if crc32(one) % self._every == 0]

    def shown(self) -> list[str]:
        """Return them as people read them."""
        return [copies.shown(line) for line in self._kept[:SAMPLE]]


def word_of(written: str) -> str:
    """Return a list's own word for a category as it is looked up."""
    return " ".join(written.lower().split())[:60]


def _old(copy: Path | None) -> Iterator[bytes]:
    if copy is not None and copy.exists():
        with copy.open("rb") as file:
            yield from file
