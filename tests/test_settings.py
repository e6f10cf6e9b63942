"""Settings: a school needs none, and nonsense is refused in a sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from schoolgate.config import databases, environment, secret_key
from schoolgate.config.environment import UnableToStart

ROOT = Path(__file__).resolve().parents[1]


def test_a_school_needs_to_set_nothing() -> None:
    read = environment.read({"HOME": "/home/office"})
    assert read.var == ROOT / "var"
    assert read.database_url == f"sqlite://{ROOT}/var/schoolgate.db"
    assert read.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert read.https is False
    assert read.secret_key is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("VARR", "/srv", "is not a setting of Schoolgate. Did you mean SCHOOLGATE_VAR?"),
        ("COLOUR", "red", "is not a setting of Schoolgate. Known are: DATABASE_URL, HOSTS"),
        ("VAR", "data", "is “data”. Write the whole path, for example"),
        ("PACKS", __file__, "which is a file. Name a folder."),
        ("DATABASE_URL", "mysql://x/y", "It must begin with sqlite:// or postgres://."),
        ("HOSTS", "https://policy.example", "Write plain host names"),
        ("HTTPS", "maybe", "SCHOOLGATE_HTTPS is “maybe”. Write yes or no."),
        ("SECRET_KEY", "password", "has 8 characters. Give it at least 50"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_a_sentence(
    name: str, value: str, sentence: str
) -> None:
    with pytest.raises(UnableToStart) as refused:
        environment.read({f"SCHOOLGATE_{name}": value})
    assert sentence in str(refused.value)


def test_hosts_and_https_are_taken() -> None:
    read = environment.read(
        {"SCHOOLGATE_HOSTS": "policy.elm.example, elm.example", "SCHOOLGATE_HTTPS": "yes"}
    )
    assert read.hosts[:2] == ("policy.elm.example", "elm.example")
    assert read.https is True


def test_an_sqlite_that_can_damage_its_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(UnableToStart, match="pysqlite3"):
        environment.read({})


def test_the_sqlite_in_use_is_the_bundled_one_and_syncs_in_full(db: None) -> None:
    assert sqlite3.sqlite_version_info >= environment.OLDEST_SAFE_SQLITE
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_key.kept_in(tmp_path / "var")
    assert len(first) > 80
    assert secret_key.kept_in(tmp_path / "var") == first
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret-key"]
    assert (tmp_path / "var/secret-key").stat().st_mode & 0o777 == 0o600


def test_settings_of_the_tests_write_to_a_folder_of_their_own() -> None:
    assert settings.VAR.name == "test"


def test_a_postgres_address_is_taken_apart() -> None:
    read = databases.from_url("postgres://ann:p%40ss@db.example:5433/gate")
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ann",
        "p@ss",
        "db.example",
        "5433",
        "gate",
    ]


def test_a_postgres_socket_folder_is_taken() -> None:
    assert databases.from_url("postgres://sg@/gate?host=/run/pg")["HOST"] == "/run/pg"
