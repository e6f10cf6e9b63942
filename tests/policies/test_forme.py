"""What a policy means for me: one page for each role, made from its rules."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from schoolgate.people.models import School
from schoolgate.policies.english.ease import reading_age, syllables
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import load
from schoolgate.policies.reading.forme import ForMe, for_me
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of

PACKS = Path(__file__).resolve().parents[2] / "packs"
NAMES = ("ashbrook", "brookside", "cotmanhay", "thatto-heath")


@pytest.fixture(scope="module", params=NAMES)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load(request.param, PACKS)


def words_of(page: ForMe) -> str:
    """The short points of a page, one on each line."""
    return "\n".join(one.text for one in page.points)


def test_every_sentence_names_a_clause_of_the_policy(pack: Pack) -> None:
    for who in pack.words.lexicon.actors:
        page = for_me(pack, who)
        every = [*page.points, *(one for _, points in page.lists for one in points)]
        assert all(one.clause in pack.by_ref for one in every)
        assert all(one.text[0] == one.text[0].upper() and one.text[-1] in ".?!" for one in every)


def test_what_i_may_and_may_not_agrees_with_who_the_rules_speak_of(pack: Pack) -> None:
    for who in ("teacher", "parent", "pupil_ks1", "governor"):
        page = for_me(pack, who)
        spoken = {rule.clause for rule in pack.book.rules() if who in rule.who}
        assert {one.clause for one in (*page.may, *page.may_not)} <= spoken
        assert page.may
        assert page.may_not


def test_without_short_points_pupils_read_what_not_to_do_each_whole_by_itself() -> None:
    page = for_me(load("thatto-heath", PACKS), "pupil_ks1")
    assert page.points == ()
    assert page.simple
    assert all(one.text.startswith("Do not ") for one in page.simple)


@pytest.mark.row("POL-24")
def test_cotmanhays_points_are_seventeen_fourteen_and_seven() -> None:
    pack = load("cotmanhay", PACKS)
    found = {who: len(for_me(pack, who).points) for who in ("teacher", "pupil_ks1", "parent")}
    assert found == {"teacher": 17, "pupil_ks1": 14, "parent": 7}


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("password", 2), ("looked", 1), ("wanted", 2), ("computer", 3),
     ("make", 1), ("boxes", 2), ("the", 1), ("child’s", 1), ("area", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_groups_of_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_reading_age_is_kincaids_grade_and_five() -> None:
    assert reading_age("") == 0
    # 6 words in 1 sentence, 6 syllables: 0.39 × 6 + 11.8 − 15.59 is below 0
    assert reading_age("The cat sat on the mat.") == 5
    # 8 words, 1 sentence, 17 syllables: 0.39 × 8 + 11.8 × 2.125 − 15.59 = 12.6
    hard = (
        "Professional development requires confidential communication about computers everywhere."
    )
    assert reading_age(hard) > 16


@pytest.mark.row("POL-24")
@pytest.mark.parametrize(
    ("name", "who", "most"),
    [("brookside", "pupil_ks1", 9), ("brookside", "pupil_ks2", 9), ("brookside", "parent", 11),
     ("cotmanhay", "pupil_ks1", 9), ("cotmanhay", "parent", 11), ("brookside", "teacher", 12),
     ("cotmanhay", "teacher", 12), ("ashbrook", "teacher", 12)],
)  # fmt: skip
def test_short_points_can_be_read_at_this_age(name: str, who: str, most: float) -> None:
    age = reading_age(words_of(for_me(load(name, PACKS), who)))
    print(f"{name}, {who}: reading age {age:.1f}")
    assert 5 <= age <= most


@pytest.fixture
def cotmanhay(cast: Cast) -> Cast:
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")
    return cast


@pytest.mark.row("POL-24")
def test_anybody_opens_and_prints_the_pages_without_signing_in(cotmanhay: Cast) -> None:
    visitor = Client()
    index = visitor.get("/elmfield/for-me/").content.decode()
    assert "/elmfield/for-me/parent/" in index
    page = visitor.get("/elmfield/for-me/parent/").content.decode()
    assert "/elmfield/policy/#clause-ParentPts.b1" in page
    answer = visitor.get("/elmfield/for-me/parent/page.pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert len(pdf.pages) >= 1
    assert visitor.get("/elmfield/for-me/pirate/").status_code == 404
    assert visitor.post("/elmfield/for-me/parent/").status_code in {403, 405}
    assert not Entry.objects.filter(verb__startswith="policies:").exists()


def test_pupils_have_pictures_and_words_beside_them(cotmanhay: Cast) -> None:
    page = client_of(cotmanhay.pupil).get("/elmfield/for-me/pupil_ks1/").content.decode()
    assert page.count("<svg") == 14
    assert page.count("data-aloud") == 15
    assert "style=" not in page
    answer = Client().get("/elmfield/for-me/pupil_ks1/page.pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) <= 4


def test_whoever_is_signed_in_finds_their_own_page_first(cotmanhay: Cast) -> None:
    page = client_of(cotmanhay.teacher).get("/elmfield/for-me/").content.decode()
    assert "My page, as" in page
    assert "My page" not in Client().get("/elmfield/for-me/").content.decode()
