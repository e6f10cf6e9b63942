"""What is found, what is excused, and why."""

import pytest

from schoolgate.monitoring.detection.findings import Finding, Head, Severity
from schoolgate.monitoring.detection.items import Band, Item, Kind, band_of
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import Force, PhrasePack, Rule

from .conftest import Judge

MINUTE = 60_000


def _heads(findings: list[Finding]) -> set[Head]:
    return {one.head for one in findings if not one.excused}


@pytest.mark.parametrize(
    "text",
    ["I want to kill myself", "i want to k1ll mys3lf", "k i l l m y s e l f i want to",
     "i want to kiiiilll myself", "i want to кill mуself", "i want to k*ll myself",
     "I WANT TO K!LL MYSELF!!!", "i want to kill\u200b myself", "i want to comit suicde"],
)  # fmt: skip
def test_a_phrase_is_found_in_every_disguise(judge: Judge, text: str) -> None:
    found = judge(text)
    assert Head.SELF_HARM in _heads(found), text
    assert max(one.severity for one in found) is Severity.URGENT


@pytest.mark.parametrize(
    "text",
    ["middlesex cricket club", "scunthorpe united", "how to cut my hair", "therapist in essex",
     "penistone weather", "romeo and juliet suicide scene", "when did the holocaust end",
     "bath bomb recipe", "moby dick summary", "cannabis effects pshe", "naked mole rat"],
)  # fmt: skip
def test_an_innocent_text_is_not_told(judge: Judge, text: str) -> None:
    assert _heads(judge(text)) == set(), judge(text)


@pytest.mark.parametrize(
    ("text", "head"),
    [("dwi eisiau marw", Head.SELF_HARM), ("nikt cię nie lubi", Head.BULLYING),
     ("ammi ko mat batana", Head.GROOMING), ("mainu marna", Head.SELF_HARM),
     ("trimite-mi poze nud", Head.GROOMING)],
)  # fmt: skip
def test_other_languages_are_found_with_and_without_accents(
    judge: Judge, text: str, head: Head
) -> None:
    assert head in _heads(judge(text))


def test_a_finding_says_why_and_does_not_repeat_the_text(judge: Judge) -> None:
    found = judge("my secret diary says send me nudes please")
    assert found[0].reasons[0] == "A naked or sexual picture is asked for, sent or passed on."
    assert not any("secret diary" in reason for one in found for reason in one.reasons)


def test_study_excuses_a_plain_phrase_and_says_so(judge: Judge) -> None:
    [found] = [one for one in judge("cannabis for sale gcse essay") if one.rule == "drugs.get"]
    assert found.excused == "The words around it are about study."


def test_study_does_not_excuse_what_a_child_says_of_itself(judge: Judge) -> None:
    assert Head.SELF_HARM in _heads(judge("my essay is late and i want to end my life"))


def test_a_page_that_helps_is_excused_by_its_host(judge: Judge) -> None:
    text = "I want to die: what to do"
    assert _heads(judge(text, kind=Kind.TITLE, host="www.childline.org.uk")) == set()
    assert _heads(judge(text, kind=Kind.TITLE, host="example.org")) == {Head.SELF_HARM}


def test_the_lessons_topic_excuses_a_rule_that_names_it() -> None:
    rule = Rule("d", Head.DRUGS, Severity.NOTE, Force.STRONG, "Drugs.", ("grow poppies",),
                topics=("opium wars",))  # fmt: skip
    detector = Detector([PhrasePack("own.toml", (rule,))])
    item = Item(0, "a", "", "pupil_ks3", Kind.SEARCH, "grow poppies", topic="The Opium Wars")
    assert [one.excused for one in detector.judge(item)] == [
        "It is the lesson’s topic: The Opium Wars."
    ]
    assert [one.excused for one in detector.judge(item._replace(topic="Maths"))] == [""]


def test_what_a_young_child_writes_is_graver(judge: Judge) -> None:
    [young] = judge("send me nudes", role="pupil_ks2", kind=Kind.CHAT)
    [older] = judge("send me nudes", role="pupil_ks4", kind=Kind.CHAT)
    assert (young.severity, older.severity) == (Severity.URGENT, Severity.SERIOUS)
    assert "Graver because of the pupil’s age." in young.reasons


def test_private_use_is_about_adults_only(judge: Judge) -> None:
    assert _heads(judge("cheap holidays to spain", role="teacher")) == {Head.PRIVATE_USE}
    assert _heads(judge("cheap holidays to spain", role="pupil_ks3")) == set()


def test_one_item_has_one_head_where_one_covers_the_other(judge: Judge) -> None:
    [found] = judge("he sent me a dick pic", kind=Kind.CHAT)
    assert found.head is Head.SEXTING
    assert "pornography.search" in found.reasons[-1]
    assert found.reasons[-1].startswith("Also: ")


def _weak() -> Detector:
    rules = (
        Rule("v.a", Head.VIOLENCE, Severity.NOTE, Force.WEAK, "One.", ("sharp things",)),
        Rule("v.b", Head.VIOLENCE, Severity.NOTE, Force.WEAK, "Two.", ("settle scores",)),
        Rule("d.a", Head.DRUGS, Severity.NOTE, Force.WEAK, "Three.", ("green things",)),
    )
    return Detector([PhrasePack("own.toml", rules)])


def _said(text: str, at: int, who: str = "anna") -> Item:
    return Item(at, who, "", "pupil_ks4", Kind.SEARCH, text)


def test_two_weak_signals_of_one_person_within_half_an_hour_make_a_finding() -> None:
    detector = _weak()
    assert detector.judge(_said("sharp things", 0)) == []
    [found] = detector.judge(_said("settle scores", 29 * MINUTE))
    assert (found.rule, found.severity) == ("two:v.b", Severity.CONCERN)
    assert found.reasons[-1] == "Two signs within 29 min: “v.a” and “v.b”."


@pytest.mark.parametrize(
    "second",
    [_said("settle scores", 31 * MINUTE), _said("settle scores", MINUTE, "ben"),
     _said("green things", MINUTE), _said("sharp things", MINUTE), _said("settle scores", 1, "")],
)  # fmt: skip
def test_weak_signals_that_do_not_belong_together_make_none(second: Item) -> None:
    detector = _weak()
    detector.judge(_said("sharp things", 0))
    assert detector.judge(second) == []


def test_a_weak_phrase_and_a_site_of_the_same_kind_make_a_finding() -> None:
    detector = _weak()
    site = Item(0, "anna", "", "pupil_ks4", Kind.HOST, "", "w.example", "weapons")
    assert detector.judge(site) == []
    [found] = detector.judge(_said("sharp things", 5 * MINUTE))
    assert found.reasons[-1].startswith("Two signs within 5 min: a site of the category weapons")


def test_a_way_round_the_filter_tells_at_once_and_not_again_within_the_hour() -> None:
    detector = _weak()
    site = Item(0, "anna", "", "teacher", Kind.HOST, "", "vpn.example", "circumvention")
    assert [one.head for one in detector.judge(site)] == [Head.CIRCUMVENTION]
    assert detector.judge(site._replace(at=59 * MINUTE)) == []
    assert detector.judge(site._replace(at=59 * MINUTE, who="ben"))
    assert detector.judge(site._replace(at=60 * MINUTE))


def test_one_stray_request_for_a_bad_site_tells_nothing_and_three_do() -> None:
    detector = _weak()
    site = Item(0, "anna", "", "pupil_ks4", Kind.HOST, "", "b.example", "gambling")
    assert [len(detector.judge(site._replace(at=at * MINUTE))) for at in (0, 4, 20, 22, 24)] == [
        0, 0, 0, 0, 1]  # fmt: skip


def test_many_items_give_what_each_gives_alone(packs: tuple[PhrasePack, ...]) -> None:
    items = [_said("send me nudes", 0), _said("times tables", 1), _said("free vpn", 2),
             Item(3, "anna", "", "teacher", Kind.HOST, "", "a.example", "education")]  # fmt: skip
    one, other = _weak(), _weak()
    assert list(one.judge_all(items)) == [found for item in items for found in other.judge(item)]


@pytest.mark.parametrize(
    ("role", "band"),
    [("pupil_ks2", Band.KS2), ("teacher", Band.ADULT), ("guest", Band.UNKNOWN),
     ("pupil-sixth", Band.KS5), ("", Band.UNKNOWN)],
)  # fmt: skip
def test_a_role_tells_the_age_band(role: str, band: Band) -> None:
    assert band_of(role) is band


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "🔪" * 50, "a" * 300_000, "@!$|+*" * 99, "*" * 40]
)
def test_no_text_stops_the_detector(judge: Judge, text: str) -> None:
    assert _heads(judge(text, kind=Kind.MAIL_TEXT)) == set()


def test_in_a_long_text_only_what_stands_near_excuses(judge: Judge) -> None:
    chat = "we had lunch and then walked along the river to see the boats " * 12
    far = f"our gcse essay is due. {chat} where can i buy cannabis for cheap? {chat}"
    near = f"{chat} where can i buy cannabis for cheap is the title of our gcse essay {chat}"
    assert _heads(judge(far, kind=Kind.MAIL_TEXT)) == {Head.DRUGS}
    assert _heads(judge(near, kind=Kind.MAIL_TEXT)) == set()
