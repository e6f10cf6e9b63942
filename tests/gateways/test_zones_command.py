"""`./sg zones` writes what name servers can carry; browsers find the proxy by a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from schoolgate.filtering import publishing
from schoolgate.filtering.actions import own
from schoolgate.filtering.actions.own import Wish
from schoolgate.gateways import zones
from tests.cast import NOW, Cast


@pytest.fixture
def made(settings: Settings, tmp_path: Path, cast: Cast) -> Path:
    """A folder for zones, beside the filter of a school that closes one site for all."""
    settings.VAR = tmp_path
    own.add_entries(school=cast.school, wish=Wish("bets.test", allow=False, comment="asked for"),
                    by=cast.technician, at=NOW)  # fmt: skip
    publishing.make(cast.school, NOW)
    return tmp_path / "zones"


def test_the_command_writes_a_zone_for_each_profile(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert zones.main(["elmfield", str(made)]) == 0
    said = capsys.readouterr().out
    for profile in ("pupil_ks1", "pupil_ks2", "teacher", "office_staff", "guest"):
        assert f"{profile}: " in said
        assert "bets.test CNAME ." in (made / f"{profile}.rpz").read_text()
        assert "bets.test" in (made / f"{profile}.dnsmasq.conf").read_text()


@pytest.mark.parametrize(("words", "sentence"), [
    (["nowhere", "zones"], "No school is called “nowhere”."),
    (["oakhurst", "zones"], "Run ./sg filter make oakhurst."),
    (["elmfield", "zones", "--page", "a b", "--address", "10.0.0.1"], "block page"),
])  # fmt: skip
def test_what_cannot_be_written_is_said_in_a_sentence(
    made: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert zones.main([words[0], str(made), *words[2:]]) == 2
    assert sentence in capsys.readouterr().err


def test_browsers_find_the_proxy_by_a_file(cast: Cast, settings: Settings) -> None:
    settings.PROXIES = ("proxy.school.test:3128",)
    answer = Client().get("/elmfield/proxy.pac")
    assert answer.headers["Content-Type"] == "application/x-ns-proxy-autoconfig"
    assert "PROXY proxy.school.test:3128" in answer.text
    assert Client().get("/nowhere/proxy.pac").status_code == 404
    settings.PROXIES = ()
    assert Client().get("/elmfield/proxy.pac").status_code == 404
