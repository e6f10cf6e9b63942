"""Settings: a school needs none, and nonsense is refused in a sentence."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from schoolgate.config import databases, environment, secret_key
from schoolgate.config.oidc import UnableToStart

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
        (
            "COLOUR",
            "red",
            "is not a setting of Schoolgate. Known are: CLAMD, DATABASE_URL, DEMONSTRATION",
        ),
        ("VAR", "data", "is “data”. Write the whole path, for example"),
        ("PACKS", __file__, "which is a file. Name a folder."),
        ("DATABASE_URL", "mysql://x/y", "It must begin with sqlite:// or postgres://."),
        ("HOSTS", "https://policy.example", "Write plain host names"),
        ("HTTPS", "maybe", "SCHOOLGATE_HTTPS is “maybe”. Write yes or no."),
        ("MAIL_FROM", "the office", "SCHOOLGATE_MAIL_FROM is “the office”. Write an address, for"),
        ("MAIL_FROM", "a@b.example\nBcc: c@d.example", "Write an address, for example"),
        (
            "SMTP_URL",
            "smtp://mail.example",
            "SCHOOLGATE_MAIL_FROM is not. Say whom mail comes from",
        ),
        ("CLAMD", "clamd.ctl", "Write the whole path of the scanner’s socket"),
        ("PORT", "80a", "SCHOOLGATE_PORT is “80a”. Write a number, for example 8000."),
        ("PORT", "65536", "Write a number, for example 8000."),
        ("SECRET_KEY", "password", "has 8 characters. Give it at least 50"),
        ("TELL_HOST", "https://tell.example", "Write one plain host name"),
        ("TELL_HOST", "localhost", "where the rest of Schoolgate answers"),
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
    assert read.port is None


def test_a_port_is_taken() -> None:
    assert environment.read({"SCHOOLGATE_PORT": "8001"}).port == 8001


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
    assert settings.VAR.is_relative_to(environment.ROOT / "var/test")


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


# --- Mail -----------------------------------------------------------------------------------------

SENDER = {"SCHOOLGATE_MAIL_FROM": "Elmfield Primary <policy@elmfield.example>"}


def test_without_a_mail_server_mail_goes_into_files() -> None:
    read = environment.read({})
    assert read.mail.backend == "django.core.mail.backends.filebased.EmailBackend"
    assert read.mail_from == "Schoolgate <schoolgate@localhost>"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://ann:p%40ss@mail.example", ("mail.example", 587, "ann", "p@ss", False, True)),
        ("smtps://ann:pass@mail.example", ("mail.example", 465, "ann", "pass", True, False)),
        ("smtp://relay.example:25?tls=no", ("relay.example", 25, "", "", False, False)),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, "", "", False, False)),
        ("smtp://[::1]:1025", ("::1", 1025, "", "", False, False)),
    ],
)
def test_a_mail_server_is_taken_apart(url: str, wanted: tuple[object, ...]) -> None:
    read = environment.read(SENDER | {"SCHOOLGATE_SMTP_URL": url})
    assert dataclasses.astuple(read.mail) == wanted
    assert read.mail.backend == "django.core.mail.backends.smtp.EmailBackend"
    assert read.mail_from == SENDER["SCHOOLGATE_MAIL_FROM"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mail.example", "must begin with smtp:// or smtps://"),
        ("http://ann:hush@mail.example", "must begin with smtp:// or smtps://"),
        ("smtp://ann:hush@", "names no host."),
        ("smtp://ann:hush@mail.example/inbox", "names no host."),
        ("smtp://ann:hush@mail.example:mail", "has a port or host that is none."),
        ("smtp://ann:hush@mail.example:99999", "has a port or host that is none."),
        ("smtp://ann:hush@[mail", "has a port or host that is none."),
        ("smtp://ann:hush@mail.example?tls=maybe", "has an option that we do not know."),
        ("smtp://ann:hush@mail.example?tls=", "has an option that we do not know."),
        ("smtps://ann:hush@mail.example?tls=no", "has an option that we do not know."),
        ("smtp://ann:hush@mail.example?tls=no", "A password is never sent in plain text."),
    ],
)
def test_a_mail_server_that_makes_no_sense_is_refused_and_its_password_not_repeated(
    url: str, sentence: str
) -> None:
    with pytest.raises(UnableToStart) as refused:
        environment.read(SENDER | {"SCHOOLGATE_SMTP_URL": url})
    assert str(refused.value).startswith(f"SCHOOLGATE_SMTP_URL {sentence}"[:20])
    assert sentence in str(refused.value)
    assert "hush" not in str(refused.value)
