"""The detector: an item in, findings with reasons out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .categories import Categories
from .classes import written_out
from .covering import covered
from .findings import Finding, Severity
from .items import YOUNGEST, Band, Item, Kind, band_of
from .matching import Matched, Matcher, shares
from .packs import Force, PhrasePack, Rule
from .signals import Signals
from .spelling import Spelling
from .weighing import Point, weighed

_SIGHTS: Final = (Kind.HOST, Kind.CATEGORY)
_WRITTEN: Final = (Kind.MAIL_SUBJECT, Kind.MAIL_TEXT, Kind.CHAT)
_REMEMBERED: Final = 50_000
_STRETCH: Final = 400  # characters of plain text judged together
_OVERLAP: Final = 120  # of which the next stretch has as many again
_LONGEST: Final = 100_000  # characters of one text; what is longer is read up to here


class Detector:
    """Judges items by phrase packs. One thread; memory is bounded by people and by time."""

    def __init__(self, packs: Sequence[PhrasePack]) -> None:
        self._rules = {rule.id: rule for pack in packs for rule in pack.rules}
        self._excuses = {name: of for pack in packs for name, of in pack.excuses.items()}
        self._help = frozenset(name for pack in packs for name in pack.help_hosts)
        self._bands: dict[str, Band] = {}
        self._signals = Signals()
        self._categories = Categories()
        self._seen: dict[str, list[list[Matched]]] = {}
        self._spelling = _spelling(packs)
        self._matcher = self._filled(packs)

    @property
    def phrases(self) -> int:
        """How many different runs of words the automaton looks for."""
        return self._matcher.phrases

    @property
    def shrunk(self) -> list[str]:
        """Phrases left out: without their small words, one word alone would be left."""
        return self._matcher.shrunk

    def judge(self, item: Item) -> list[Finding]:
        """All findings of an item; the excused are among them, with what excuses them."""
        if item.kind in _SIGHTS:
            if item.category not in self._categories.watched:
                return []
            self._signals.sight(item)
            return self._categories.judge(item)
        matches = self._matches(item.text, remember=item.kind not in _WRITTEN)
        return self._found(item, matches) if matches else []

    def judge_all(self, items: Iterable[Item]) -> Iterator[Finding]:
        """The findings of many items, in their order. Most items are hosts of no interest."""
        watched, judge = self._categories.watched, self.judge
        for item in items:
            if item[4] in _SIGHTS and item[7] not in watched:
                continue
            yield from judge(item)

    def _matches(self, text: str, *, remember: bool) -> list[list[Matched]]:
        """The phrases of each stretch of a text; remembered: a class searches for the same. What
        somebody wrote to somebody is not."""
        found = self._seen.get(text)
        if found is None:
            stretches = map(self._matcher.find, _stretches(self._spelling.plain(text[:_LONGEST])))
            found = [of for of in map(self._told, stretches) if of]
            if remember and len(text) <= 200:
                if len(self._seen) >= _REMEMBERED:
                    self._seen.clear()
                self._seen[text] = found
        return found

    def _told(self, matches: list[Matched]) -> list[Matched]:
        """The matches of a stretch with what their points come to; none where no rule is met."""
        told = [*matches, *weighed(matches, self._rules)]
        if harmless := _harmless(matches):
            free = [one for one in matches if not self._is_harmless_point(one, harmless)]
            if len(free) < len(matches):
                told += weighed(free, self._rules)
        return told if any(isinstance(one.tag, str) for one in told) else []

    def _is_harmless_point(self, match: Matched, harmless: list[tuple[object, Matched]]) -> bool:
        """Whether a harmless phrase takes its words from what adds up: the others may be enough."""
        if not isinstance(match.tag, Point) or match.tag.weight < 0:
            return False
        return ("shares", self._rules[match.tag.rule].head) in _shared(match, harmless)

    def _found(self, item: Item, stretches: list[list[Matched]]) -> list[Finding]:
        """Each rule once: excused only where every stretch that has it excuses it."""
        by: dict[str, Finding] = {}
        for matches in stretches:
            tags, harmless = {match.tag for match in matches}, _harmless(matches)
            for match in matches:
                rule = self._rules.get(str(match.tag))
                if rule is None or not self._applies(rule, item):
                    continue
                if rule.id not in by or by[rule.id].excused:
                    by[rule.id] = self._finding(rule, match, item, tags | _shared(match, harmless))
        return covered(self._counting(by.values()))

    def _counting(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that count: of the weak, what two signals make."""
        counting: list[Finding] = []
        for finding in findings:
            if self._rules[finding.rule].force is not Force.WEAK:
                counting.append(finding)
            elif not finding.excused:
                counting += self._signals.weak(finding)
        return counting

    def _applies(self, rule: Rule, item: Item) -> bool:
        if rule.kinds and item.kind not in rule.kinds:
            return False
        return not rule.bands or self._band(item.role) in rule.bands

    def _band(self, role: str) -> Band:
        if role not in self._bands:
            self._bands[role] = band_of(role)
        return self._bands[role]

    def _finding(self, rule: Rule, match: Matched, item: Item, tags: set[object]) -> Finding:
        severity = rule.severity
        reasons = [rule.why, f"Phrase: {_readable(match.phrase)}."]
        if rule.younger and self._band(item.role) in YOUNGEST:
            severity = Severity(max(severity, rule.younger))
            reasons.append("Graver because of the pupil’s age.")
        excused = self._excused(rule, item, tags)
        return Finding(rule.head, severity, rule.id, item, tuple(reasons), excused)

    def _excused(self, rule: Rule, item: Item, tags: set[object]) -> str:
        own, heads = ("unless", rule.id) in tags, ("shares", rule.head) in tags
        if own or (heads and rule.force is not Force.STRONG):
            return "The words are part of a harmless phrase."
        if item.host in self._help:
            return "The page is one that helps."
        if rule.topics and item.topic:
            topic = self._spelling.plain(item.topic)
            if any(self._spelling.plain(word) in topic for word in rule.topics):
                return f"It is the lesson’s topic: {item.topic}."
        names = rule.excused_by
        if names is None:
            names = () if rule.force is Force.STRONG else tuple(self._excuses)
        found = next((name for name in names if ("excuse", name) in tags), "")
        return f"The words around it are about {found}." if found else ""

    def _filled(self, packs: Sequence[PhrasePack]) -> Matcher:
        words = {name: of for pack in packs for name, of in pack.words.items()}
        matcher = Matcher(words, self._spelling.plain)
        for rule in self._rules.values():
            for phrase in rule.phrases:
                matcher.add(phrase, rule.id)
            for phrase, weight in rule.points:
                matcher.add(phrase, Point(rule.id, weight))
            for phrase in rule.unless:
                matcher.add(phrase, ("unless", rule.id))
                matcher.add(phrase, ("harmless", rule.head))
        for name, phrases in self._excuses.items():
            for phrase in phrases:
                matcher.add(phrase, ("excuse", name))
        matcher.build()
        return matcher


def _stretches(plain: str) -> Iterator[str]:
    """A long text in overlapping stretches, cut between words: what excuses stands near."""
    start = 0
    while len(plain) - start > _STRETCH:
        yield plain[start : plain.find(" ", start + _STRETCH) + 1 or None]
        start = max(start + 1, plain.rfind(" ", start, start + _STRETCH - _OVERLAP))
    yield plain[start:]


def _harmless(matches: Sequence[Matched]) -> list[tuple[object, Matched]]:
    """The harmless phrases of a stretch, each with the head that it is of."""
    return [
        (one.tag[1], one)
        for one in matches
        if isinstance(one.tag, tuple) and one.tag[0] == "harmless"
    ]


def _shared(match: Matched, harmless: Sequence[tuple[object, Matched]]) -> set[object]:
    """The heads of which a harmless phrase shares words with the match."""
    return {("shares", head) for head, one in harmless if shares(match, one)}


def _readable(phrase: str) -> str:
    return phrase.replace("{", "(").replace("}", ")").replace(" .. ", " … ").replace(" & ", " … ")


def _spelling(packs: Sequence[PhrasePack]) -> Spelling:
    return Spelling(
        _vocabulary(packs),
        same={word: others for pack in packs for word, others in pack.same.items()},
        small={word for pack in packs for word in pack.small},
        apart={word for pack in packs for word in pack.apart},
        pictures={one: name for pack in packs for one, name in pack.pictures.items()},
    )


def _vocabulary(packs: Iterable[PhrasePack]) -> set[str]:
    """Every single word that a pack writes, in lower case."""
    texts: list[str] = []
    for pack in packs:
        for rule in pack.rules:
            texts += (*rule.phrases, *rule.unless, *rule.topics)
            texts += (phrase for phrase, _ in rule.points)
        for table in (pack.words, pack.excuses):
            texts += (phrase for phrases in table.values() for phrase in phrases)
        texts += pack.pictures.values()
    joined = written_out(" ".join(texts)).lower().replace("'", "").replace("-", " ")
    return set(joined.replace("&", " ").replace("..", " ").split())
