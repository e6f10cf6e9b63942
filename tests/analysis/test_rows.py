"""What the mission's rows ask of the schools' own policies, asked as a user asks it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from schoolgate.policies.commandline import main

Ask = Callable[..., dict[str, object]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask `pack actor action resource key=value …`; return the JSON answer."""

    def go(pack: str, words: str, *facts: str) -> dict[str, object]:
        actor, action, resource = words.split()
        stated = [part for fact in facts for part in ("--fact", fact)]
        who = ["--actor", actor, "--action", action, "--resource", resource]
        assert main(["ask", "--pack", pack, *who, *stated, "--json"]) == 0
        said: dict[str, object] = json.loads(capsys.readouterr().out)
        return said

    return go


@pytest.mark.row("POL-20")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay"])
def test_a_racist_site_is_banned_on_purpose_and_reported_by_accident(ask: Ask, pack: str) -> None:
    site = "teacher view website", "content=racist_not_criminal"
    assert ask(pack, *site, "intent=deliberate")["outcome"] == "not allowed"
    accident = ask(pack, *site, "intent=accidental")
    assert accident["outcome"] == "allowed with conditions"
    assert "inform_line_manager_or_headteacher" in str(accident["duties"])


@pytest.mark.row("POL-23")
def test_a_password_kept_online_is_a_breach_at_ashbrook_and_advice_at_cotmanhay(ask: Ask) -> None:
    password = "teacher keep own_password", "medium=online"
    assert ask("ashbrook", *password)["outcome"] == "not allowed"
    advised = ask("cotmanhay", *password)
    assert (advised["outcome"], advised["advice"]) == (
        "allowed with conditions",
        ["advised_against"],
    )


@pytest.mark.row("POL-34")
def test_a_bullying_post_is_a_breach_at_any_hour_and_on_any_machine(ask: Ask) -> None:
    post = "teacher post comment", "content=bullying", "subject=colleague", "account=personal"
    at_night = ask("ashbrook", *post, "device=personal", "during=own_time", "time=21:00")
    at_work = ask("ashbrook", *post, "device=school", "during=working_hours", "time=10:00")
    for answer in (at_night, at_work):
        assert answer["outcome"] == "not allowed"
        assert "5.4.bullying" in str(answer["clauses"])


def test_phones_in_lessons_have_three_answers(ask: Ask) -> None:
    phone = "teacher use personal_device", "device_type=phone", "during=lesson", "place=classroom"
    said = {name: ask(name, *phone) for name in ("ashbrook", "cotmanhay", "thatto-heath")}
    assert said["ashbrook"]["outcome"] == "not allowed"
    assert said["cotmanhay"]["conditions"] == ["positive_impact_on_learning_or_emergency"]
    assert said["thatto-heath"]["conditions"] == ["within_permitted_times"]


def test_the_difference_names_the_heads_written_leave_that_was_dropped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diff", "derbyshire@2", "cotmanhay", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    dropped = [row["says"] for row in rows if row["kind"] == "side effect"]
    assert any(
        "take photos of a pupil" in text
        and "the headteacher has authorised it in writing" in text
        and "asked for → no longer asked for" in text
        for text in dropped
    )


@pytest.mark.row("FIL-25")
@pytest.mark.parametrize("carried", ["usb_stick", "cd", "external_drive"])
def test_ashbrook_counts_harmful_material_on_sticks_and_discs_too(ask: Ask, carried: str) -> None:
    stick = "teacher show material", f"device_type={carried}"
    for content, clauses in (("upsetting", ["4.4.media"]), ("unacceptable", ["3.9", "4.4.media"])):
        answer = ask("ashbrook", *stick, f"content={content}")
        assert (answer["outcome"], answer["clauses"]) == ("not allowed", clauses)
    assert ask("ashbrook", *stick, "content=ordinary")["outcome"] == "the policy is silent"
    for silent in ("cotmanhay", "thatto-heath"):
        assert "4.4.media" not in str(ask(silent, *stick, "content=unacceptable"))
