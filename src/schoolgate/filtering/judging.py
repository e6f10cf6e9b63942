"""Decides every request, from a snapshot and its overlay. No Django; starts at once.

The order: the floor; sites that help children; withdrawn access; a switched-off filter; a lesson's
own list; openings; the school's own entries, allow over block; listed paths; what the policy says
of the site's categories; sites on no list. What is broken, unreadable or unknown decides closed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from schoolgate.filtering import overlay as overlays
from schoolgate.filtering import overlay_file
from schoolgate.filtering import snapshot as snapshots
from schoolgate.filtering.current import NEVER, Current, Rules, at_instant
from schoolgate.filtering.decisions import Decision, Verdict, Why, refused
from schoolgate.filtering.names import UnableToRead, as_written, host_of, last_two, suffixes
from schoolgate.filtering.overlay import NOBODY, Asker, Entry, Overlay
from schoolgate.filtering.paths import below, kinds_of_file, paths_of
from schoolgate.filtering.snapshot import Snapshot, stamp
from schoolgate.filtering.table import UnableToOpen

_UNLISTED: Final = "unlisted"  # as rules.categories calls them
_NEVER: Final = float("inf")
_DOWNLOADS: Final = "downloads"
_MOST_HOSTS: Final = 20_000  # remembered names, some 4 MB; a school day has 25,000
_OLD: Final = "The filter is older than it should be, so it decides strictly. Make it anew."


class Judge:
    """Decides for one school. `decide` never raises; `refresh` takes up what was replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshot: Snapshot | None = None
        self._overlay: Overlay = NOBODY
        self._seen: dict[str, object] = {}
        self._troubles: dict[str, str] = {}
        self._hosts: dict[str, tuple[int, bool]] = {}
        self._now: Current = NEVER
        self._open_now: dict[tuple[str, bool], Decision] = {}
        self._ends: set[str] = set()  # the last two labels of hosts that some rule names
        self._is_special = False  # some rule is about every host
        self.refresh()

    def trouble(self) -> str:
        """Return what is wrong in a sentence or two, or nothing."""
        return " ".join(filter(None, self._troubles.values()))

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot in use; None while there is none that can be trusted."""
        return self._snapshot

    @property
    def overlay(self) -> Overlay:
        """The overlay in use."""
        return self._overlay

    # --- Deciding ---------------------------------------------------------------------------------

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision:
        """Decide on a URL, `host:port` or host, for a client's IP address and user name."""
        try:
            asker = self._overlay.askers.who(client, user)
        except Exception as error:  # closed, whatever happens
            return self._failed(error)
        return self.decide_for(address, asker, at)

    def decide_for(self, address: str, asker: Asker, at: float) -> Decision:
        """Decide for somebody who is known already."""
        if self._snapshot is None:
            return refused(Why.BROKEN)
        try:
            return self._decide(address, asker, at, self._snapshot)
        except UnableToRead:
            return refused(Why.UNREADABLE)
        except Exception as error:  # closed, whatever happens
            return self._failed(error)

    def _failed(self, error: Exception) -> Decision:
        self._troubles["request"] = f"The filter failed at a request: {type(error).__name__}."
        return refused(Why.BROKEN)

    def _decide(self, address: str, asker: Asker, at: float, snapshot: Snapshot) -> Decision:
        host = as_written(address)
        known = self._hosts.get(host)
        if known is None:
            host = host_of(address)
            known = self._hosts.get(host) or self._look(host, snapshot)
        bits, is_special = known
        now = self._now
        if not now.since <= at < now.until:
            now = self._turn(at, snapshot)
        if is_special:
            found = self._special(address, host, asker, at, snapshot)
            if found is not None:
                return found
        profile = asker.profile
        rules = now.of(profile)
        if bits & rules.mask:
            closed = self._listed(host, bits & rules.mask, profile, rules, snapshot)
            return self._unless_for_a_lesson(closed, address, host, asker, at)
        if kind := _closed_kind(address, rules):
            closed = self._closed(kind, "", profile, rules)
            return self._unless_for_a_lesson(closed, address, host, asker, at)
        is_listed = bits > 0
        return self._open_now.get((profile, is_listed)) or self._open(is_listed, profile, rules)

    def _turn(self, at: float, snapshot: Snapshot) -> Current:
        """Take up what holds from an instant on."""
        now = self._now = at_instant(snapshot.said, snapshot.table.categories, at)
        self._troubles["age"] = "" if now.is_known else _OLD
        self._open_now.clear()
        return now

    def _look(self, host: str, snapshot: Snapshot) -> tuple[int, bool]:
        """Return the categories of a host, and whether something else may speak of it: not where
        no rule is about a name with these last two labels."""
        named = self._is_special or host[last_two(host) :] in self._ends
        found = snapshot.table.bits(host.encode()), named
        if len(self._hosts) >= _MOST_HOSTS:
            self._hosts.clear()
        if ":" not in host:  # an IPv6 address is written in brackets: see `as_written`
            self._hosts[host] = found
        return found

    def _special(
        self, address: str, host: str, asker: Asker, at: float, snapshot: Snapshot
    ) -> Decision | None:
        """Decide what is no matter of categories; None where nothing of that kind speaks. Where a
        path can be read in several ways, what any of them closes is closed, and open is only what
        all of them open."""
        paths = self._paths(address, host)
        if len(paths) == 1:
            return self._at_path(host, paths[0], asker, at, snapshot)
        found = [self._at_path(host, path, asker, at, snapshot) for path in paths]
        closed = (one for one in found if one is not None and one.verdict is Verdict.BLOCK)
        return next(closed, None) or (None if None in found else found[0])

    def _paths(self, address: str, host: str) -> tuple[str | None, ...]:
        """Return every reading of the path; of a site that helps children the site alone, where its
        path cannot be read. Raises UnableToRead."""
        try:
            return paths_of(address)
        except UnableToRead:
            if self._overlay.help.isdisjoint(suffixes(host)):
                raise
            return (None,)

    def _at_path(
        self, host: str, path: str | None, asker: Asker, at: float, snapshot: Snapshot
    ) -> Decision | None:
        if snapshot.floor and snapshot.floor.closes(host, path):
            return refused(Why.FLOOR, asker.profile)
        if not self._overlay.help.isdisjoint(suffixes(host)):
            return Decision(Verdict.ALLOW, Why.HELP, asker.profile)
        return (
            self._for_now(host, asker, at)
            or self._by_rule(host, path, asker, at)
            or self._by_path(host, path, asker.profile, snapshot)
        )

    def _for_now(self, host: str, asker: Asker, at: float) -> Decision | None:
        """Decide by withdrawn access, a switched-off filter, or the list of a lesson that goes
        on."""
        withdrawn = next((one for one in self._overlay.withdrawn if one.covers(asker, at)), None)
        if withdrawn is not None:
            end = 0 if withdrawn.until == _NEVER else withdrawn.until
            return refused(Why.WITHDRAWN, asker.profile)._replace(until=end)
        off = next((one for one in self._overlay.off if one.covers(asker, at)), None)
        if off is not None:
            return Decision(Verdict.ALLOW, Why.SWITCHED_OFF, asker.profile, grant=off.token,
                            until=off.until)  # fmt: skip
        lesson = next((one for one in self._overlay.lessons if one.covers(asker, at)), None)
        if lesson is not None and lesson.hosts.isdisjoint(suffixes(host)):
            return refused(Why.LESSON, asker.profile)._replace(until=lesson.until)
        return None

    def _by_rule(self, host: str, path: str | None, asker: Asker, at: float) -> Decision | None:
        """Decide by an opening, or by the school's own list."""
        if opening := self._overlay.opening(host, path, asker, at):
            return _let(Why.GRANT, asker.profile, opening)
        own = self._overlay.own(host, path, asker, at)
        if own is None:
            return None
        return _let(Why.OWN_ALLOW, asker.profile, own) if own.allow else _own_block(asker, own)

    def _by_path(
        self, host: str, path: str | None, profile: str, snapshot: Snapshot
    ) -> Decision | None:
        """Decide by a listed path, where a list names one of this host."""
        rules = self._now.of(profile)
        for one in suffixes(host):
            for rule, slug in snapshot.said.paths.get(one, ()):
                if path is not None and slug in rules.why and below(path.lower(), rule.lower()):
                    return self._closed(slug, one + rule, profile, rules)
        return None

    def _listed(
        self, host: str, bits: int, profile: str, rules: Rules, snapshot: Snapshot
    ) -> Decision:
        """Refuse by the gravest category, and name the highest entry that stands in it."""
        gravest = bits & -bits
        look = snapshot.table.bits
        above = (one for one in reversed([*suffixes(host)]) if "." in one)
        entry = next((one for one in above if look(one.encode()) & gravest), host)
        slug = snapshot.table.categories[gravest.bit_length() - 1]
        return self._closed(slug, entry, profile, rules)

    def _unless_for_a_lesson(
        self, closed: Decision, address: str, host: str, asker: Asker, at: float
    ) -> Decision:
        """Let through what is closed as a private download, where whoever asks said that it is for
        a lesson; nothing that is closed for another cause."""
        if closed.category != _DOWNLOADS:
            return closed
        rules = self._now.of(asker.profile)
        if (kind := _closed_kind(address, rules)) not in {"", _DOWNLOADS}:
            return self._closed(kind, "", asker.profile, rules)
        every = [self._overlay.download(host, path, asker, at) for path in paths_of(address)]
        if None in every or (marked := every[0]) is None:
            return closed
        return _let(Why.LESSON_WORK, asker.profile, marked)._replace(category=_DOWNLOADS)

    def _closed(self, slug: str, entry: str, profile: str, rules: Rules) -> Decision:
        clause, message = rules.why[slug]
        return Decision(Verdict.BLOCK, Why.CATEGORY, profile, slug, entry, clause, message,
                        until=self._now.until)  # fmt: skip

    def _open(self, is_listed: bool, profile: str, rules: Rules) -> Decision:
        """Decide where no category closes a site; the same for all such until the next turn."""
        if not is_listed and _UNLISTED in rules.why:
            return self._closed(_UNLISTED, "", profile, rules)._replace(why=Why.UNLISTED)
        why = Why.CATEGORY if is_listed else Why.UNLISTED
        found = Decision(Verdict.ALLOW, why, profile, until=self._now.until)
        self._open_now[profile, is_listed] = found
        return found

    # --- Taking up what was replaced --------------------------------------------------------------

    def refresh(self) -> None:
        """Open what was replaced since. Cheap where nothing was: two looks at the disk."""
        current, overlay = self._folder / snapshots.CURRENT, self._folder / overlays.FILE
        self._if_new("snapshot", stamp(current), self._open_snapshot)
        self._if_new("overlay", stamp(overlay), self._read_overlay)

    def _if_new(self, what: str, stamp: object, take_up: Callable[[], None]) -> None:
        if stamp is None or stamp != self._seen.get(what) or self._troubles.get(what):
            self._seen[what] = stamp
            take_up()

    def _open_snapshot(self) -> None:
        """Open the new snapshot; a bad one leaves the one before in use, and is said."""
        try:
            opened = Snapshot(self._folder)
            opened.table.touch()
        except UnableToOpen as error:
            self._troubles["snapshot"] = str(error)
            return
        before, self._snapshot = self._snapshot, opened
        self._troubles["snapshot"] = ""
        self._forget()
        if before is not None:
            before.close()

    def _read_overlay(self) -> None:
        """Read the new overlay. Without a whole one nobody is known, and nothing is opened."""
        try:
            self._overlay = overlay_file.read(self._folder)
            self._troubles["overlay"] = ""
        except (OSError, overlay_file.UnableToRead):
            self._overlay = NOBODY
            self._troubles["overlay"] = f"{self._folder / overlays.FILE} is missing or not whole."
        self._forget()

    def _forget(self) -> None:
        self._hosts.clear()
        self._now = NEVER
        paths = self._snapshot.said.paths if self._snapshot else ()
        has_floor = self._snapshot is not None and bool(self._snapshot.floor)
        self._is_special = has_floor or bool(
            self._overlay.off or self._overlay.lessons or self._overlay.withdrawn
        )
        self._ends = {one[last_two(one) :] for one in (*self._overlay.hosts, *paths)}


def _closed_kind(address: str, rules: Rules) -> str:
    """Return the gravest kind of file that an address may be and that is closed; "" for none."""
    if "/" not in address and "\\" not in address:
        return ""
    return next((kind for kind in kinds_of_file(address) if kind in rules.why), "")


def _let(why: Why, profile: str, by: Entry) -> Decision:
    return Decision(Verdict.ALLOW, why, profile, entry=by.host + by.path, grant=by.token,
                    until=by.until)  # fmt: skip


def _own_block(asker: Asker, by: Entry) -> Decision:
    closed = refused(Why.OWN_BLOCK, asker.profile)
    return closed._replace(entry=by.host + by.path, until=by.until)
