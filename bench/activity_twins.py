"""`python -m bench.activity_twins`: the questions to the activity log, put to three engines.

The same SQL texts over the same files: by DuckDB, as a school reads them; by chDB, the engine of
ClickHouse; by a Spark cluster of a master and two workers on this machine. Every answer is compared
row for row. Needs Java 17, and in an environment of its own what requirements/twins.txt names:

    .tools/bin/uv venv /tmp/twins
    .tools/bin/uv pip install -p /tmp/twins -r requirements/twins.txt
    PYTHONPATH=src:. /tmp/twins/bin/python -m bench.activity_twins
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from schoolgate.activity import manifest
from schoolgate.activity.events import MailEvent, MailRecipient, WebEvent
from schoolgate.activity.reading import Row, text
from schoolgate.activity.store import Store

LINE: Final = "{:<26}{:>8}{:>12}{:>12}{:>12}   {}"
FIRST: Final = 1_788_249_600_000  # 1 September 2026, midnight in London
DAY: Final = 86_400_000
HOSTS: Final = [f"site{number}.example" for number in range(2000)]
WHO: Final = [f"{number:016x}" for number in range(300)]
_NAMED: Final = re.compile(r"(?<![:\w]):([a-z_]+)")
_MEMBERS: Final = re.compile(r"SELECT unnest\(CAST\(:([a-z_]+) AS VARCHAR\[\]\)\)")


# Where a name stands for something else than elsewhere.
_ITS_OWN: Final[Mapping[str, Mapping[str, object]]] = {"opened_after_block": {"begun": FIRST}}


class Engine(Protocol):
    """Something that answers a question about files."""

    name: str

    def ask(self, question: str, values: Mapping[str, object]) -> list[Row]:
        """Return the rows of a named question."""


class Embedded:
    """DuckDB, by the school's own way."""

    name = "DuckDB"

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, question: str, values: Mapping[str, object]) -> list[Row]:
        """Ask the store."""
        return self._store.ask(question, **values)


class ClickHouse:
    """chDB over the files as they lie."""

    name = "chDB"

    def __init__(self, files: Mapping[str, Sequence[str]]) -> None:
        import chdb

        self._chdb = chdb
        self._files = files

    def ask(self, question: str, values: Mapping[str, object]) -> list[Row]:
        """Ask with `file(…)` for the relation, and members by `arrayJoin`."""
        table, said = plain(question, values, members="SELECT arrayJoin([{}])")
        names = ",".join(name.rpartition("/")[2] for name in self._files[table])
        folder = self._files[table][0].rpartition("/")[0]
        said = said.replace("{relation}", f"file('{folder}/{{{names}}}', Parquet)")
        found = self._chdb.query(said, "ArrowTable")
        return [tuple(row.values()) for row in found.to_pylist()]


class Spark:
    """A session on the cluster."""

    name = "Spark, 2 workers"

    def __init__(self, files: Mapping[str, Sequence[str]], master: str) -> None:
        from pyspark.sql import SparkSession

        self._session = (
            SparkSession.builder.master(master)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")
        for table, names in files.items():
            self._session.read.parquet(*names).createOrReplaceTempView(table)

    def ask(self, question: str, values: Mapping[str, object]) -> list[Row]:
        """Ask with a view for the relation, and members by `explode`."""
        table, said = plain(question, values, members="SELECT explode(array({}))")
        return [
            tuple(row) for row in self._session.sql(said.replace("{relation}", table)).collect()
        ]


def plain(question: str, values: Mapping[str, object], *, members: str) -> tuple[str, str]:
    """Return the table of a question, and its text with values for names."""
    said = text(question)
    table = said.partition("-- table: ")[2].partition("\n")[0].strip() or "web"
    said = _MEMBERS.sub(lambda one: members.format(_literal(values[one[1]])), said)
    return table, _NAMED.sub(lambda one: _literal(values[one[1]]), said)


def _literal(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_literal, value))
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"DATE '{value}'" if isinstance(value, date) else str(value)


# --- The log --------------------------------------------------------------------------------------


def filled(folder: Path, events: int) -> Store:
    """Return a log of invented requests on twenty days, in segments of 20,000."""
    store = Store(folder, school="bench", key=bytes(32))
    chance = random.Random(7)
    each = 20_000
    for number, start in enumerate(range(0, events, each)):
        rows = [_event(chance, number) for _ in range(min(each, events - start))]
        store.append("web", sorted(rows), source="bench", upto=str(number))
        store.append_all(_mail(chance, number), source="bench mail", upto=str(number))
    return store


def _mail(chance: random.Random, number: int) -> dict[str, list[tuple[object, ...]]]:
    """A thousand messages of a day, each to one or two."""
    mail: list[tuple[object, ...]] = []
    recipients: list[tuple[object, ...]] = []
    for _ in range(1000):
        at = FIRST + (number % 20) * DAY + chance.randrange(8 * 3_600_000, 16 * 3_600_000)
        name = f"{chance.getrandbits(64):016x}"
        mail.append(MailEvent(
            message=name, at=at, school="bench", sender=chance.choice(WHO),
            inside=chance.random() < 0.5, subject_digest="", size=chance.randrange(900, 90_000),
            attachments=chance.randrange(3), body="", kind="mail"))  # fmt: skip
        recipients += [
            MailRecipient(message=name, at=at, school="bench", kind=kind, who=chance.choice(WHO),
                          inside=chance.random() < 0.8)
            for kind in ("to", "cc")[: chance.randrange(1, 3)]
        ]  # fmt: skip
    return {"mail": mail, "recipients": recipients}


def _event(chance: random.Random, number: int) -> WebEvent:
    at = FIRST + (number % 20) * DAY + chance.randrange(8 * 3_600_000, 16 * 3_600_000)
    blocked = chance.random() < 0.04
    role = chance.choice(("pupil_ks1", "pupil_ks2", "teacher"))
    return WebEvent(
        at=at, school="bench", who=chance.choice(WHO), device="", network="classroom", role=role,
        year=chance.choice(("", "1", "5")), method="GET",
        host=HOSTS[int(chance.paretovariate(0.8)) % len(HOSTS)], path="", path_digest="",
        status=403 if blocked else 200, received=400, sent=chance.randrange(200, 90_000),
        took=chance.randrange(900), verdict="block" if blocked else "allow",
        why="category" if blocked or chance.random() < 0.2 else "unlisted",
        category=chance.choice(("games", "gambling")) if blocked else "", clause="",
        grant="", reference="", file="", term="")  # fmt: skip


def files_of(store: Store, folder: Path) -> dict[str, list[str]]:
    """Return the files of each table that has any, as its manifest names them."""
    with store.kept.reading() as one:
        found = {
            table: manifest.files(one, table, None, None) for table in ("web", "mail", "recipients")
        }
    return {table: [str((folder / file.name).resolve()) for file in files]
            for table, files in found.items() if files}  # fmt: skip


@contextmanager
def cluster() -> Iterator[str]:
    """A master and two workers of one core each, until the end."""
    import pyspark

    start = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    master = "spark://127.0.0.1:17077"
    of = "org.apache.spark.deploy."
    said = [[of + "master.Master", "--host", "127.0.0.1", "--port", "17077", "--webui-port", "0"]]
    said += [[of + "worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m",
              "1g", master]] * 2  # fmt: skip
    env = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    with tempfile.TemporaryDirectory(prefix="spark-") as work:
        programs = []
        try:
            for one in said:
                programs.append(subprocess.Popen([start, *one], cwd=work, env=env,
                                                 stdout=subprocess.DEVNULL,
                                                 stderr=subprocess.DEVNULL))  # fmt: skip
                time.sleep(6)
            yield master
        finally:
            for program in programs:
                program.kill()
                program.wait()


# --- Comparing ------------------------------------------------------------------------------------


def questions(store: Store) -> dict[str, dict[str, Any]]:
    """Return every question of `activity/sql`, with values that find something."""
    folder = Path(__file__).resolve().parents[1] / "src" / "schoolgate" / "activity" / "sql"
    (first, *_), _ = store.since("mail", 0, 1)
    assert isinstance(first, MailEvent)
    known: dict[str, Any] = {
        "begun": date(2026, 9, 7), "message": first.message, "part": "host", "verdict": "allow",
        "whole": "profile", "since": FIRST, "until": FIRST + 30 * DAY, "who": WHO[3],
        "host": HOSTS[2], "count": 200,
        "hosts": HOSTS[:40], "role": "teacher", "category": "games", "before": FIRST + 30 * DAY,
        "middle": FIRST + 10 * DAY, "most": 10, "limit": 200, "number": 0, "fewest": 5,
    }  # fmt: skip
    found = {}
    for path in sorted(folder.glob("*.sql")):
        names = {*_NAMED.findall(path.read_text("utf-8"))}
        given = known | _ITS_OWN.get(path.stem, {})
        found[path.stem] = {name: given[name] for name in names if name in given}
        if lacking := names - known.keys():
            print(f"{path.stem}: no value for {', '.join(sorted(lacking))}; it is not asked.")
            del found[path.stem]
    return found


def same(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return rows in one order and spelling: engines write dates and fractions in several."""
    return sorted(tuple(_spelt(value) for value in row) for row in rows)


def _spelt(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value.decode() if isinstance(value, bytes) else value)


def main() -> int:
    """Print a line a question; return how many were answered differently."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=400_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-twins-") as name, cluster() as master:
        folder = Path(name)
        store = filled(folder, chosen.events)
        files = files_of(store, folder)
        engines: list[Engine] = [Embedded(store), ClickHouse(files), Spark(files, master)]
        print(LINE.format("question", "rows", *(f"{one.name[:7]} s" for one in engines), "same"))
        return sum(
            _compared(question, values, engines) for question, values in questions(store).items()
        )


def _compared(question: str, values: Mapping[str, object], engines: Sequence[Engine]) -> int:
    answers, took = [], []
    for engine in engines:
        began = time.perf_counter()
        answers.append(same(engine.ask(question, values)))
        took.append(f"{time.perf_counter() - began:.3f}")
    alike = all(one == answers[0] for one in answers)
    print(LINE.format(question, len(answers[0]), *took, "yes" if alike else "NO"), flush=True)
    if not alike:
        for engine, rows in zip(engines, answers, strict=True):
            print("   ", engine.name, len(rows), [*rows[:2]])
    return int(not alike)


if __name__ == "__main__":
    sys.exit(main())
