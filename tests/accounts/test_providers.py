"""What a provider's token must say, and what its file may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schoolgate.accounts.providers import refusal
from schoolgate.config import oidc

MICROSOFT = {"tid": "tenant-1"}
GOOGLE = {"hd": "elmfield.example"}
FILE = """
[[provider]]
name = "Microsoft"
issuer = "https://login.example/tenant-1/v2.0"
client_id = "one"
client_secret = "secret"
tenant = "tenant-1"
schools = ["elmfield"]
"""


def told(**token: Any) -> dict[str, Any]:
    return {"id_token": {"sub": "1"} | token, "userinfo": {"sub": "1"}}


@pytest.mark.parametrize(
    ("settings", "answer"),
    [
        (MICROSOFT, told(tid="tenant-1")),
        (MICROSOFT, told(tid="TENANT-1", email_verified=True)),
        (GOOGLE, told(hd="elmfield.example")),
        ({}, told()),
        (MICROSOFT, {"id_token": {"sub": "1", "tid": "tenant-1"}}),
    ],
)
def test_who_is_vouched_for_is_not_refused(settings: Any, answer: Any) -> None:
    assert refusal(settings, answer) == ""


@pytest.mark.parametrize(
    ("settings", "answer"),
    [
        (MICROSOFT, {}),
        (
            MICROSOFT,
            {"userinfo": {"sub": "1", "tid": "tenant-1"}},
        ),  # no token: anybody could say so
        (MICROSOFT, {"id_token": {"tid": "tenant-1"}}),
        (MICROSOFT, {"id_token": {"sub": "1"}, "userinfo": {"sub": "1", "tid": "tenant-1"}}),
        (MICROSOFT, {"id_token": {"sub": "1", "tid": "tenant-1"}, "userinfo": {"sub": "2"}}),
        (MICROSOFT, told(hd="elmfield.example")),
        (MICROSOFT, told(tid=["tenant-1"])),
        (MICROSOFT, told(tid="")),
        (GOOGLE, told(tid="tenant-1")),
        (GOOGLE, told(hd="elmfield.example.attacker.example")),
        (MICROSOFT | GOOGLE, told(tid="tenant-1")),
        ({}, told(email_verified=False)),
        ({}, told(email_verified="false")),
    ],
)
def test_who_is_not_is_refused_with_a_sentence(settings: Any, answer: Any) -> None:
    assert refusal(settings, answer).endswith(".")


def test_a_file_of_providers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_text(FILE)
    (one,) = oidc.read(str(path))
    assert (one.slug, one.origin, one.schools) == (
        "microsoft", "https://login.example", ("elmfield",)
    )  # fmt: skip
    assert one.as_app()["settings"] == {
        "tid": "tenant-1", "server_url": "https://login.example/tenant-1/v2.0",
        "verified_email": True, "schools": ["elmfield"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('"one"', '"one"\nsecrets = 1'), "does not read"),
        (("https://login", "http://login"), "must begin with https://"),
        (('tenant = "tenant-1"', ""), "say which tenant"),
        (("[[provider]]", FILE + "[[provider]]"), "two providers share a name"),
        (("[[provider]]", FILE.replace('"Microsoft"', '"Other"') + "[[provider]]"),
         "two providers share a client_id"),
    ],
)  # fmt: skip
def test_a_file_that_would_let_strangers_in_stops_the_program(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    path = tmp_path / "providers.toml"
    path.write_text(FILE.replace(*change))
    with pytest.raises(oidc.UnableToStart, match=sentence):
        oidc.read(str(path))
