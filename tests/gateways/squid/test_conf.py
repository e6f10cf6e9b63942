"""Our part of squid.conf: Squid takes it without a word, and what it would misread is refused."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.gateways.squid import commandline
from schoolgate.gateways.squid.conf import Settings, UnableToWrite, part

GOOD = Settings(
    Path("/srv/filter"), "http://schoolgate.school.test/ashbrook/blocked/", "proxy.school.test",
    ("10.1.0.0/16", "2001:db8::/32"), Path("/var/log/squid/schoolgate.log"),
    python=Path("/usr/bin/python3"),
)  # fmt: skip


def lines(settings: Settings, begins: str) -> list[str]:
    return [line for line in part(settings).splitlines() if line.startswith(begins)]


@pytest.mark.parametrize(
    "more",
    [{}, {"inside": ("10.9.0.0/24",)}, {"page": "https://[2001:db8::5]:8443/a/blocked/"},
     {"page": "http://10.9.0.1:8000/a/"}, {"allowed_for": 0, "blocked_for": 0, "helpers": 5},
     {"share": 8}],
)  # fmt: skip
def test_squid_takes_it_without_a_warning(tmp_path: Path, more: dict[str, Any]) -> None:
    program = shutil.which("squid") or shutil.which("squid", path="/usr/sbin")
    if program is None:
        pytest.fail("This test needs Squid. As root: apt-get install squid.")
    path = tmp_path / "squid.conf"
    path.write_text("http_port 127.0.0.1:3128\n" + part(replace(GOOD, **more)))
    words = [program, "-k", "parse", "-f", str(path)]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert not [line for line in found.stderr.splitlines()
                if any(word in line for word in ("WARNING", "ERROR", "FATAL"))]  # fmt: skip


def test_only_the_block_page_comes_before_the_filter_and_the_end_is_closed() -> None:
    found = lines(GOOD, "http_access ")
    judged = found.index("http_access deny !sg_tunnel !sg_address")
    assert [line for line in found[:judged] if " allow " in line] == [
        "http_access allow !sg_tunnel sg_page sg_page_port"
    ]
    assert found[0] == "http_access deny !sg_networks"
    assert found[-1] == "http_access deny all"
    assert (
        "sg_tunnel sg_page"
        in lines(replace(GOOD, page="https://x.test/b/"), "http_access allow")[0]
    )


def test_the_block_page_is_known_by_host_and_port() -> None:
    assert lines(GOOD, "acl sg_page") == [
        "acl sg_page dstdomain -n schoolgate.school.test", "acl sg_page_port port 80",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"networks": ()}, "which networks"),
        ({"networks": ("10.1.0.0/8",)}, "is no network"),
        ({"networks": ("all",)}, "is no network"),
        ({"inside": ("x\nhttp_access allow all",)}, "no network"),
        ({"folder": Path("/srv/my filter")}, "whole path"),
        ({"folder": Path("here")}, "whole path"),
        ({"log": Path("/var/log/a\nhttp_access allow all")}, "whole path"),
        ({"python": Path('/opt/"x"/python')}, "whole path"),
        ({"folder": Path("/srv/%a")}, "whole path"),
        ({"name": "proxy test"}, "no name for a proxy"),
        ({"name": ""}, "no name for a proxy"),
        ({"name": ".*"}, "no name for a proxy"),
        ({"page": "ftp://x.test/"}, "no address of a block page"),
        ({"page": "http://x.test/?a=b"}, "no address"),
        ({"page": "http://x.test/#a"}, "no address"),
        ({"page": "http://u@x.test/"}, "no address"),
        ({"page": "http://x.test/%o"}, "no address"),
        ({"page": "http://x test/"}, "no address"),
        ({"page": "http://x.test:99999/"}, "no address"),
        ({"page": "blocked"}, "no address"),
        ({"page": "http://x.test/\nhttp_access allow all"}, "no address"),
        ({"tunnel_ports": ()}, "A port is"),
        ({"ports": (0,)}, "A port is"),
        ({"allowed_for": -1}, "at most an hour"),
        ({"allowed_for": 4000}, "at most an hour"),
        ({"blocked_for": 61}, "a minute"),
        ({"helpers": 0}, "1 to 64"),
        ({"share": -1}, "share"),
        ({"at_once": 0}, "share"),
    ],
)
def test_what_squid_would_misread_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(UnableToWrite, match=said):
        part(replace(GOOD, **more))


@given(st.text(max_size=30), st.sampled_from(["page", "name", "folder", "log", "python"]))
def test_no_setting_adds_a_line(text: str, name: str) -> None:
    value: Any = text if name in {"page", "name"} else Path("/" + text)
    try:
        made = part(replace(GOOD, **{name: value}))
    except UnableToWrite:
        return
    assert len(made.splitlines()) == len(part(GOOD).splitlines())


def test_a_technician_gets_it_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["conf", str(tmp_path), "--page", GOOD.page, "--name", GOOD.name, "--networks"]
    assert commandline.main([*words, "10.1.0.0/16"]) == 0
    assert f"helper {tmp_path} --whole-address" in capsys.readouterr().out
    assert commandline.main([*words, "everyone"]) == 2
    assert capsys.readouterr().err == "“everyone” is no network, such as 10.1.0.0/16.\n"
