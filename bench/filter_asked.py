"""`python -m bench.filter_asked [SITE …]`: the same sites, asked by everybody at three times of a
school day in three real policies, as a table with the clauses.

The policies are those of packs/, at a school that has set its hours: lessons from 8:50 to 12:00 and
13:00 to 15:20, lunch between, working hours until 17:00. The sites are invented, one a category;
`tests/filtering/asked.csv` holds the answers that somebody read against the policies, and this ends
with 1 where one differs.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SCHOOLS: Final = ("ashbrook", "cotmanhay", "thatto-heath")
TIMES: Final = {"10:15": (10, 15), "12:30": (12, 30), "18:00": (18, 0)}
LINE: Final = "| {:<13} | {:<13} | {:<12} | {:<22} | {:<22} | {:<22} |"


def main(sites: list[str]) -> int:
    """Print one line for each school, site and asker; 1 where an answer is not the one on file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings_test")
    import django

    django.setup()
    with (ROOT / "tests" / "filtering" / "asked.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    asked = {(row["school"], row["site"], row["who"]): row for row in rows}
    print(LINE.format("school", "site", "asked by", *TIMES))
    print(LINE.format(*["---"] * 6))
    differ = sum(_school(name, sites or list(dict.fromkeys(row["site"] for row in rows)), asked)
                 for name in SCHOOLS)  # fmt: skip
    print(f"Not as in asked.csv: {differ}.")
    return int(bool(differ))


def _school(name: str, sites: list[str], asked: dict[tuple[str, str, str], dict[str, str]]) -> int:
    """Print the lines of one school; return how many are not as on file."""
    from schoolgate.filtering.judging import Judge
    from schoolgate.filtering.overlay import Asker
    from tests.filtering.schools import at, in_hours, make

    differ = 0
    with tempfile.TemporaryDirectory(prefix="bench-asked-") as folder:
        judge = Judge(make(Path(folder), pack=name, rules=in_hours(name)))
        for site in sites:
            for who in dict.fromkeys(who for _, _, who in asked):
                found = (judge.decide_for(site, Asker(who), at(*time)) for time in TIMES.values())
                said = [f"{one.verdict} {one.clause}".strip() for one in found]
                print(LINE.format(name, site, who, *said))
                row = asked.get((name, site, who))
                differ += row is not None and said != [row[time] for time in TIMES]
    return differ


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
