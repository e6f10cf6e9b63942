"""The helper's protocol: a line for a line, the right channel, no yes but the judge's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.gateways.squid.helper import LONGEST_LINE, Helper, main
from tests.filtering import schools

PUPIL, TEACHER = "10.1.0.7", "10.2.0.7"
AT = schools.at(10, 15)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return schools.make(tmp_path_factory.mktemp("filter"))


@pytest.fixture(scope="module")
def judge(folder: Path) -> Judge:
    return Judge(folder)


def asked(judge: Judge, *lines: str, whole: bool = False) -> list[str]:
    """What a helper answers to lines that come at once."""
    helper = Helper(judge, whole_address=whole)
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    return helper.fed(data, AT).decode().splitlines()


def test_every_line_has_its_answer_with_its_channel(judge: Judge) -> None:
    found = asked(judge, f"7 {PUPIL} - open.test 443 CONNECT -",
                  f"0 {PUPIL} - bets.test 443 CONNECT -",
                  f"255 {TEACHER} - open.test 443 CONNECT")  # fmt: skip
    assert [one.split()[:2] for one in found] == [["7", "OK"], ["0", "ERR"], ["255", "OK"]]
    assert "tag=gambling" in found[1]
    assert "log=block,category,pupil_ks1,gambling,9.1.r3,bets.test,," in found[1]
    assert "message=why%3Dcategory%3Bcategory%3Dgambling%3Bclause%3D9.1.r3" in found[1]


def test_a_whole_address_is_judged_with_its_path_and_goes_to_the_block_page(
    tmp_path: Path,
) -> None:
    made = schools.make(tmp_path, paths={"paths.test": (("/bad", "gambling"),)})
    found = asked(Judge(made), f"1 {PUPIL} - http://paths.test/good -",
                  f"2 {PUPIL} - http://paths.test/bad?x -", f"3 {PUPIL} - http://%5B::1%5D:80/x",
                  whole=True)  # fmt: skip
    assert [one.split()[1] for one in found] == ["OK", "ERR", "OK"]
    assert "address%3Dhttp%3A%2F%2Fpaths.test%2Fbad%3Fx" in found[1]


def test_a_user_is_known_by_the_name_that_squid_escaped_and_named_back(judge: Judge) -> None:
    (found,) = asked(judge, f"1 {PUPIL} araman gazette.test 443 CONNECT -")
    assert ",teacher," in found
    assert found.endswith(" user=araman")
    (found,) = asked(judge, f"1 {PUPIL} a%20b%25%0A open.test 443 CONNECT -")
    assert found.endswith(" user=a%20b%25%0A")


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("", "ERR "), (" ", "ERR "), ("x", "ERR "), ("-1 " + PUPIL, "ERR "), ("1", "1 ERR "),
        (f"{PUPIL} - open.test 443 CONNECT -", "ERR "), ("1 \x00", "1 ERR "),
        (f"1 {PUPIL} - open.test", "1 ERR "), (f"1 {PUPIL} - open.test 443 CONNECT - -", "1 ERR "),
        ("1 nobody - open.test 443 CONNECT -", "1 ERR "), ("1  - open.test 443 CONNECT", "1 ERR "),
        (f"1 {PUPIL} - öpen.test 443 CONNECT -", "1 ERR "),
        (f"1 {PUPIL} - \udcff.test 443 CONNECT -", "1 ERR "),
        ("١ " + f"{PUPIL} - open.test 443 CONNECT -", "ERR "), ("9" * 11 + " x", "ERR "),
        (f"1 {PUPIL} -  443 CONNECT -", "1 ERR "), (f"1 {PUPIL} - %00 443 CONNECT -", "1 ERR "),
        (f"1 {PUPIL} - {'a' * 300}.test 443 CONNECT -", "1 ERR "),
    ],
)  # fmt: skip
def test_a_line_that_is_not_whole_is_refused(judge: Judge, line: str, begins: str) -> None:
    (found,) = asked(judge, line)
    assert found.startswith(begins + "tag=")


def test_lines_may_come_in_pieces_and_many_at_once(judge: Judge) -> None:
    helper = Helper(judge, whole_address=False)
    data = "".join(f"{n} {PUPIL} - {'bets' if n % 3 else 'open'}.test 443 CONNECT -\n"
                   for n in range(300)).encode()  # fmt: skip
    whole = helper.fed(data, AT)
    pieces = b"".join(helper.fed(data[at : at + 7], AT) for at in range(0, len(data), 7))
    for found in (whole, pieces):
        told = [line.split()[:2] for line in found.decode().splitlines()]
        assert told == [[str(n), "ERR" if n % 3 else "OK"] for n in range(300)]


def test_a_line_that_never_ends_is_refused_once_and_the_next_is_answered(judge: Judge) -> None:
    helper = Helper(judge, whole_address=False)
    found = helper.fed(b"4 10.1.0.7 - ", AT)
    for _ in range(4):
        found += helper.fed(b"a" * LONGEST_LINE, AT)
    assert found.startswith(b"4 ERR ")
    assert found.count(b"\n") == 1
    after = helper.fed(b"aaa 443 CONNECT -\n5 10.1.0.7 - open.test 443 CONNECT -\n6 ", AT)
    assert after.startswith(b"5 OK ")
    assert after.count(b"\n") == 1


LINES = st.binary(max_size=80).map(lambda one: one.replace(b"\n", b"")) | st.builds(
    lambda *fields: b" ".join(fields),
    st.sampled_from([b"1", b"77", b"", b"x"]),
    st.sampled_from([b"10.1.0.7", b"::1", b"-", b"\xff"]),
    st.sampled_from([b"-", b"araman", b"%41", b"%"]),
    st.sampled_from([b"open.test", b"bets.test", b"bets.test.", b"%5B::1%5D", b"http://bets.test/",
                     b"%", b"\x00", b"BETS.test:80"]) | st.binary(max_size=12),
    st.sampled_from([b"443", b"", b"x"]), st.sampled_from([b"CONNECT", b"GET", b"CONNECT -"]),
)  # fmt: skip


@settings(max_examples=400)
@given(lines=st.lists(LINES, max_size=6), cut=st.integers(0, 400), whole=st.booleans())
def test_any_bytes_get_a_line_for_each_line_and_never_a_wrong_yes(
    judge: Judge, lines: list[bytes], cut: int, whole: bool
) -> None:
    helper = Helper(judge, whole_address=whole)
    lines = [line.replace(b"\n", b"") for line in lines]
    data = b"".join(line + b"\n" for line in lines)
    answers = (helper.fed(data[:cut], AT) + helper.fed(data[cut:], AT)).split(b"\n")
    assert answers.pop() == b""
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        fields = line.decode("latin-1").split(" ")
        is_channel = fields[0].isascii() and fields[0].isdecimal() and len(fields[0]) <= 10
        channel = fields[0] if is_channel else ""
        assert answer.startswith((f"{channel} OK ".encode(), f"{channel} ERR ".lstrip().encode()))
        if answer.startswith(f"{channel} OK ".encode()):
            assert channel
            assert len(fields) in ((4, 5) if whole else (6, 7))
            address = fields[3].replace("%5B", "[").replace("%5D", "]")
            user = "" if fields[2] == "-" else fields[2].replace("%41", "A")
            said = judge.decide(address, client=fields[1], user=user, at=AT)
            assert said.verdict is Verdict.ALLOW


class Failing:
    """A judge that breaks at every turn. The helper closes all the same."""

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision:
        if address == "none.test":
            return None  # type: ignore[return-value]
        if address == "odd.test":
            return Decision("allow ", Why.UNLISTED)  # type: ignore[arg-type]
        raise RecursionError(address)

    def refresh(self) -> None:
        raise OSError("gone")

    def trouble(self) -> str:
        return ""


def test_whatever_breaks_inside_refuses_and_is_said_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    helper = Helper(Failing(), whole_address=False)
    for host in ("open.test", "none.test", "odd.test") * 3:
        found = helper.fed(f"3 {PUPIL} - {host} 443 CONNECT -\n".encode(), AT)
        assert found.startswith(b"3 ERR ")
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "schoolgate: The filter could not be read anew: OSError."
    assert said.count("schoolgate: The filter failed and refused a request: RecursionError.") == 1


def test_without_a_filter_everything_is_refused_and_it_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = asked(Judge(tmp_path), f"1 {PUPIL} - open.test 443 CONNECT -")
    assert found.startswith("1 ERR tag=broken ")
    assert capsys.readouterr().err.startswith("schoolgate: ")


def test_it_says_how_to_start_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--by-host"]) == 2
    assert "FOLDER" in capsys.readouterr().err
