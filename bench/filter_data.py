"""Real names and addresses for measuring filters, from ../shared/data: not in the project."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
NETWORK: Final = "10.1.0.0/16"


@dataclass(frozen=True)
class Lists:
    """Real names by category, and the categories that pupils may not see."""

    categories: tuple[str, ...]
    blocked: frozenset[str]
    names: tuple[tuple[bytes, int], ...]  # with their categories as bits


def read_lists(most: int) -> Lists:
    """Read the real names. Raises OSError."""
    folder = DATA / "lists"
    names = []
    with lzma.open(folder / "domains-1m.tsv.xz", "rb") as lines:
        for line in lines:
            name, _, bits = line.rstrip(b"\n").partition(b"\t")
            names.append((name, int(bits)))
            if len(names) == most:
                break
    blocked = (folder / "blocked_cats.txt").read_text().split()
    return Lists(tuple((folder / "categories.txt").read_text().split()), frozenset(blocked),
                 tuple(names))  # fmt: skip


def read_addresses(most: int) -> list[str]:
    """Read a school's day of addresses."""
    with lzma.open(DATA / "queries" / "school-200k.txt.xz", "rt", encoding="utf-8") as lines:
        return [line.strip().replace(" ", "%20") for line in islice(lines, most)]


def make_guard(folder: Path, lists: Lists) -> Path:
    """Write squidGuard's lists and settings; return the settings."""
    (folder / "log").mkdir(parents=True)
    for at, slug in enumerate(lists.categories):
        if slug in lists.blocked:
            (folder / slug).mkdir()
            found = (name for name, bits in lists.names if bits >> at & 1)
            (folder / slug / "domains").write_bytes(b"\n".join(found) + b"\n")
    used = sorted(slug for slug in lists.blocked if (folder / slug / "domains").stat().st_size > 1)
    dests = "\n".join(f"dest {one} {{\n domainlist {one}/domains\n}}" for one in used)
    passing = " ".join(f"!{one}" for one in used)
    path = folder / "squidguard.conf"
    path.write_text(
        f"dbhome {folder}\nlogdir {folder}/log\nsrc pupils {{\n ip {NETWORK}\n}}\n{dests}\n"
        f"acl {{\n pupils {{\n pass {passing} all\n redirect http://page.test/\n }}\n"
        " default {\n pass none\n redirect http://page.test/\n }\n}\n"
    )
    return path
