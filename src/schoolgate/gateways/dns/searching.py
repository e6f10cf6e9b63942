"""Search engines that search safely where a name server sends their visitors elsewhere.

Public facts from the engines' own help for networks (Google, YouTube, Bing, DuckDuckGo), read in
November 2026. Only addresses that the engine gives out for this stand here.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class Video(StrEnum):
    """How far YouTube is narrowed."""

    ALL = ""
    MODERATE = "moderate"
    STRICT = "strict"


class Engine(NamedTuple):
    """Where the visitors of some hosts are sent instead; no addresses: to be resolved."""

    target: bytes
    hosts: tuple[bytes, ...]
    addresses: tuple[str, ...] = ()


_ONE_PART: Final = """
    ad ae al am as at az ba be bf bg bi bj bs bt by ca cat cd cf cg ch ci cl cm cn cv cz de dj dk dm
    dz ee es fi fm fr ga ge gg gl gm gr gy hn hr ht hu ie im iq is it je jo ki kg kz la li lk lt lu
    lv md me mg mk ml mn mu mv mw ne nl no nr nu pl pn ps pt ro rs ru rw sc se sh si sk sm sn so sr
    st td tg tl tm tn to tt vu ws com"""
_CO: Final = "ao bw ck cr id il in jp ke kr ls ma mz nz th tz ug uk uz ve vi za zm zw"
_COM: Final = """
    af ag ar au bd bh bn bo br bz co cu cy do ec eg et fj gh gi gt hk jm kh kw lb ly mm mt mx my na
    ng ni np om pa pe pg ph pk pr py qa sa sb sg sl sv tj tr tw ua uy vc vn"""


def _countries() -> Iterator[bytes]:
    """Yield Google's search host in each country."""
    for first, those in (("", _ONE_PART), ("co.", _CO), ("com.", _COM)):
        yield from (f"www.google.{first}{one}".encode() for one in those.split())


_YOUTUBE: Final = (
    b"www.youtube.com", b"m.youtube.com", b"youtubei.googleapis.com", b"youtube.googleapis.com",
    b"www.youtube-nocookie.com",
)  # fmt: skip
SEARCHES: Final = (
    Engine(b"forcesafesearch.google.com", tuple(_countries()),
           ("216.239.38.120", "2001:4860:4802:32::78")),
    Engine(b"strict.bing.com", (b"www.bing.com",), ("204.79.197.220",)),
    Engine(b"safe.duckduckgo.com", (b"duckduckgo.com", b"www.duckduckgo.com")),
)  # fmt: skip
VIDEOS: Final = {
    Video.STRICT: Engine(b"restrict.youtube.com", _YOUTUBE,
                         ("216.239.38.120", "2001:4860:4802:32::78")),
    Video.MODERATE: Engine(b"restrictmoderate.youtube.com", _YOUTUBE,
                           ("216.239.38.119", "2001:4860:4802:32::77")),
}  # fmt: skip


def engines(*, search: bool, video: Video) -> dict[bytes, Engine]:
    """Return where the visitors of each host are sent."""
    chosen = [*(SEARCHES if search else ()), *([VIDEOS[video]] if video else ())]
    return {host: engine for engine in chosen for host in engine.hosts}
