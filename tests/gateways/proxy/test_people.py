"""Who signs in at the proxy: names and passwords of a file, or networks where nobody has to."""

from __future__ import annotations

import asyncio
import socket
from base64 import b64encode
from pathlib import Path

import pytest

from schoolgate.filtering.putting import put_overlay
from schoolgate.gateways.proxy import users
from schoolgate.gateways.proxy.addresses import networks
from schoolgate.gateways.proxy.users import UnableToReadUsers, Users, line, read
from schoolgate.policies.rules import Question
from tests.cast import NOW
from tests.filtering.schools import EMPTY, book, make
from tests.gateways.proxy.conftest import LOOPBACK, TODAY
from tests.gateways.proxy.running import Running, head, heard, running

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
WORD = "copper kettle: 7é"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("users") / "users"
    made.write_text(f"# staff\n\n{line('araman', WORD)}\n")
    return made


def basic(name: str, password: str) -> str:
    return f"Proxy-Authorization: Basic {b64encode(f'{name}:{password}'.encode()).decode()}\r\n"


def test_without_a_name_nothing_is_judged_or_opened(
    school: Path, file: Path, origin: int, tmp_path: Path
) -> None:
    with running(school, tmp_path / "log", users=file) as one:
        found = one.ask(f"http://fine.test:{origin}/")
        assert (found.status, found.fields["proxy-authenticate"][:5]) == (407, "Basic")
        assert one.ask("http://bets.test/").status == 407
        asked = b"CONNECT fine.test:443 HTTP/1.1\r\nHost: fine.test\r\n\r\n"
        assert one.say(asked).startswith(b"HTTP/1.1 407 ")
        assert {line.result for line in one.lines()} == {"DENIED"}


def test_a_name_opens_what_its_role_may_on_the_same_connection(
    school: Path, file: Path, origin: int, tmp_path: Path
) -> None:
    address = f"http://fine.test:{origin}/"
    with running(school, tmp_path / "log", users=file) as one, one.connect() as client:
        client.sendall(head(address))
        assert heard(client).status == 407
        for _ in range(3):
            client.sendall(head(address, "GET", basic("araman", WORD)))
            found = heard(client)
            assert found.status == 200
            assert b"araman" not in found.body
            assert b"Proxy-Auth" not in found.body
        assert [line.user for line in one.lines()] == ["", "araman", "araman", "araman"]


@pytest.mark.parametrize("fields", [
    basic("araman", "wrong"), basic("nobody", WORD), basic("", ""), basic("araman", ""),
    "Proxy-Authorization: Bearer x\r\n", "Proxy-Authorization: Basic %%%\r\n",
    "Proxy-Authorization: Basic\r\n", "Proxy-Authorization: Basic /zo=\r\n",
])  # fmt: skip
def test_a_wrong_name_or_password_is_407(
    school: Path, file: Path, tmp_path: Path, fields: str
) -> None:
    with running(school, tmp_path / "log", users=file) as one:
        assert one.ask("http://fine.test/", "GET", fields).status == 407


def test_two_passwords_at_once_are_a_bad_request(proxy: Running) -> None:
    assert proxy.ask("http://fine.test/", "GET", basic("a", "b") * 2).status == 400


def test_nobody_signs_in_where_the_network_says_so(
    school: Path, file: Path, origin: int, tmp_path: Path
) -> None:
    here = networks(["127.0.0.0/8"])
    with running(school, tmp_path / "log", users=file, no_sign_in=here) as one:
        assert one.ask(f"http://fine.test:{origin}/").status == 200


def test_the_judge_hears_the_name(file: Path, origin: int, tmp_path: Path) -> None:
    """A teacher opens on a pupils' network what a pupil may not."""
    entry = {"host": "bets.test", "path": "", "allow": True, "roles": ["teacher"], "until": 0}
    folder = make(tmp_path / "f", since=TODAY, networks=[LOOPBACK], entries=[entry])
    address = f"http://bets.test:{origin}/"
    with running(folder, tmp_path / "log") as one:
        assert one.ask(address).status == 403
    with running(folder, tmp_path / "log", users=file) as one:
        assert one.ask(address, "GET", basic("araman", WORD)).status == 200


def test_guessing_is_slowed_and_the_right_password_waits_too(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = Users(file)

    async def guess() -> list[str]:
        right = basic("araman", WORD).split(" ", 1)[1].strip().encode()
        wrong = [b"Basic " + b64encode(b"araman:%d" % n) for n in range(users.WRONG)]
        first = [await people.sign_in(one, "10.0.0.1", 100.0) for one in wrong]
        waits = await people.sign_in(right, "10.0.0.1", 100.0 + users.WAITS - 1)
        other = await people.sign_in(right, "10.0.0.2", 100.0)
        later = await people.sign_in(right, "10.0.0.1", 100.0 + users.WAITS)
        return [*set(first), waits, other, later]

    assert asyncio.run(guess()) == ["", "", "araman", "araman"]
    people.close()


def test_a_replaced_file_counts_and_a_bad_one_lets_nobody_in(file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "users"
    mine.write_text(file.read_text())
    people = Users(mine)
    right = basic("araman", WORD).split(" ", 1)[1].strip().encode()
    assert asyncio.run(people.sign_in(right, "10.0.0.1", 0)) == "araman"
    assert people.known(right, 1) == "araman"
    mine.write_text("araman:plain-password\n")
    people.refresh()
    assert people.trouble == "Nobody can sign in: Line 1 of the users' file is no user."
    assert people.known(right, 1) == ""
    assert asyncio.run(people.sign_in(right, "10.0.0.1", 0)) == ""
    people.close()


@pytest.mark.parametrize("bad", ["a", "a:b", "a:scrypt:16384:8:1:!!:", "a:scrypt:15:8:1:AA==:AA==",
                                 "a:scrypt:9999999:99:9:AAAA:AAAA"])  # fmt: skip
def test_a_line_that_is_no_user_is_named(bad: str) -> None:
    with pytest.raises(UnableToReadUsers, match="Line 2"):
        read(f"# first\n{bad}\n")


@pytest.mark.parametrize("name", ["", "a b", "a:b", "x" * 65])
def test_a_name_that_the_file_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(UnableToReadUsers):
        line(name, "x")


@pytest.mark.row("FIL-18")
def test_a_registered_device_gets_its_role_and_another_the_strictest(
    origin: int, tmp_path: Path
) -> None:
    entry = {"host": "bets.test", "path": "", "allow": True, "roles": ["teacher"], "until": 0}
    folder = make(tmp_path / "f", since=TODAY, networks=[LOOPBACK | {"cidr": "127.0.0.0/30"}],
                  devices={"127.0.0.2": "teacher"}, entries=[entry])  # fmt: skip
    with running(folder, tmp_path / "log") as one:
        statuses = {}
        for address in ("127.0.0.1", "127.0.0.2", "127.0.0.9"):
            with socket.create_connection(("127.0.0.1", one.port), 5, (address, 0)) as client:
                client.sendall(head(f"http://bets.test:{origin}/"))
                statuses[address] = heard(client).status
    assert statuses == {"127.0.0.1": 403, "127.0.0.2": 200, "127.0.0.9": 403}


@pytest.mark.row("FIL-17")
def test_what_comes_from_the_guests_network_is_judged_and_logged_as_a_guests(
    origin: int, tmp_path: Path
) -> None:
    guests = {"cidr": "127.0.0.8/29", "name": "Guest wireless", "profile": "guest"}
    folder = make(tmp_path / "f", since=TODAY, networks=[LOOPBACK, guests])
    with running(folder, tmp_path / "log") as one:
        for client in ("127.0.0.1", "127.0.0.9"):
            for host in ("fine.test", "bets.test"):
                with socket.create_connection(("127.0.0.1", one.port), 5, (client, 0)) as asks:
                    asks.sendall(head(f"http://{host}:{origin}/"))
                    heard(asks)
        lines = [(line.client, line.role, str(line.verdict)) for line in one.lines()]
    assert lines == [("127.0.0.1", "pupil_ks1", "allow"), ("127.0.0.1", "pupil_ks1", "block"),
                     ("127.0.0.9", "guest", "allow"), ("127.0.0.9", "guest", "block")]  # fmt: skip


@pytest.mark.row("FIL-17")
@pytest.mark.parametrize("who", ["teacher", "governor", "volunteer", "guest"])
def test_the_rule_on_own_devices_points_to_the_guests_network(who: str) -> None:
    rules = book("brookside")

    def said(network: str) -> tuple[str, tuple[str, ...]]:
        facts = {"network": network, "device_type": "laptop"}
        found = rules.decide(Question(who, "connect", "personal_device", facts, NOW))
        return found.outcome, found.clauses

    assert said("guest_wifi") == ("allowed with conditions", ("5.3",))
    assert said("school") == ("not allowed", ("5.3",))


@pytest.mark.row("FIL-15")
def test_a_song_is_closed_until_somebody_says_for_which_lesson_it_is(
    tmp_path: Path, origin: int
) -> None:
    folder, staff = tmp_path / "school", LOOPBACK | {"profile": "teacher"}
    folder.mkdir()
    make(folder, pack="ashbrook", since=TODAY, networks=[staff], owners={"127.0.0.1": "araman"})
    song = f"http://fine.test:{origin}/bytes/9/song.mp3"
    with running(folder, tmp_path / "log", ports=frozenset({origin})) as one:
        refused = one.ask(song)
        marked = {"token": "aabbcc", "host": "fine.test", "path": "/bytes/9/song.mp3",
                  "users": ["araman"], "from": 0, "until": 0}  # fmt: skip
        put_overlay(folder, {**EMPTY, "networks": [staff], "owners": {"127.0.0.1": "araman"},
                             "downloads": [marked]})  # fmt: skip
        one.lines()  # the office has looked at the disk again
        assert one.ask(song).status != 403
        lines = one.lines()
    assert refused.status == 403
    assert f"address=http://fine.test:{origin}/bytes/9/song.mp3" in refused.body.decode()
    assert [line[10:12] for line in lines] == [("block", "category"), ("allow", "lesson_work")]
    assert lines[1].grant == "aabbcc"
