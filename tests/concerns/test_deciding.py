"""Investigating, searching, weighing, deciding: what has to be there first, and who may."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import UnableToAct, storing
from schoolgate.concerns.models import Case, Entry
from schoolgate.concerns.rules import gates, situations
from schoolgate.concerns.rules.kinds import KINDS
from schoolgate.concerns.rules.kinds_of_conduct import OF_OTHERS, OF_PUPILS, OF_STAFF
from schoolgate.concerns.rules.standing import Standing
from schoolgate.concerns.rules.words import Part, Track
from schoolgate.evidence.models import Item
from schoolgate.people.models import School
from schoolgate.records.models import Entry as Journal
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import debriefed, named, page_of, sent, sorted_as, wrote
from tests.evidence import samples

FACTORS = {"control": "Little: a friend posted it.", "others": "The friend cropped it.",
           "willing": "Yes, at a wedding.", "context": "A private joke."}  # fmt: skip
STEP = {"first": "Dev Lead", "second": "Hana Head", "words": "Read the log.", "evidence": ""}
SEARCH = {"device": "Blue phone", "clause": "4.2", "authoriser": "Hana Head",
          "witness": "Dev Lead", "words": "Looked at the gallery."}  # fmt: skip
BEHAVIOUR = {"outcome": "talk", "clause": "4.2", "words": "First time."}


def kinds_of(case: Case) -> list[str]:
    return list(Entry.objects.filter(case=case, kind__in=KINDS).values_list("kind", flat=True))


@pytest.mark.row("CON-10")
def test_an_investigation_needs_two_people_and_logs_each_step(cast: Cast, case: Case) -> None:
    sorted_as(case, "staff-misuse", by=cast.dsl)
    alone = STEP | {"second": " dev LEAD"}
    assert "two different people" in sent(cast.dsl, f"{case.pk}/write/step/", **alone).text
    answer = sent(cast.dsl, f"{case.pk}/write/step/", **STEP | {"second": ""})
    assert "Write this down" in answer.text
    assert "step" not in kinds_of(case)
    for words in ("Read the log.", "Asked the technician."):
        answer = sent(cast.dsl, f"{case.pk}/write/step/", **STEP | {"words": words})
        assert answer.status_code == 302
    page = page_of(cast.dsl, case)
    assert page.index("Read the log.") < page.index("Asked the technician.")


@pytest.mark.row("CON-10")
def test_evidence_of_an_investigation_is_hashed_as_it_comes_in(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path  # a vault, and a key, of the test's own
    case = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    sorted_as(case, "staff-misuse", by=cast.dsl)
    client = client_of(cast.dsl)
    folder = client.post(f"/elmfield/concerns/{case.pk}/evidence/").headers["Location"]
    whole = samples.png(1)
    words = {"words": "", "address": "", "taken_on": "", "taken_at": ""}
    sent_ = {"sent": [SimpleUploadedFile("log.png", whole)], **words}
    assert client.post(folder, sent_).status_code == 302
    item = Item.objects.get()
    assert item.sha256 == hashlib.sha256(whole).hexdigest()
    assert item.sha256 in client.get(f"/elmfield/evidence/items/{item.pk}/").text
    (kept,) = Journal.objects.filter(verb="evidence:item:received")
    assert kept.actor == f"person:{cast.dsl.pk}"


@pytest.mark.row("CON-16")
@pytest.mark.parametrize("kind", ["search", "step"])
def test_what_the_law_may_touch_on_a_staff_phone_is_not_searched_by_the_school(
    cast: Cast, case: Case, kind: str
) -> None:
    sorted_as(case, "staff-phone", by=cast.dsl, track=Track.ILLEGAL)
    said = SEARCH if kind == "search" else STEP
    assert "The police do" in sent(cast.head, f"{case.pk}/write/{kind}/", **said).text
    opened = queries.opened(case=case, viewer=cast.head, on=NOW.date())
    tasks = queries.tasks(opened)
    assert "police" in tasks[0][1]
    assert any(one.kind == "referral" and "police" in words.lower() for one, words in tasks)
    assert kind not in kinds_of(case)


@pytest.mark.row("CON-33")
@pytest.mark.parametrize("left_out", ["clause", "authoriser", "witness"])
def test_a_search_names_clause_authoriser_and_witness(
    cast: Cast, case: Case, left_out: str
) -> None:
    sorted_as(case, "device-search", by=cast.dsl)
    answer = sent(cast.dsl, f"{case.pk}/write/search/", **SEARCH | {left_out: ""})
    assert "Write this down" in answer.text
    with pytest.raises(UnableToAct, match="Answer this"):
        wrote(case, "search", by=cast.dsl, **SEARCH | {left_out: " "})
    assert "search" not in kinds_of(case)
    assert sent(cast.dsl, f"{case.pk}/write/search/", **SEARCH).status_code == 302


@pytest.mark.row("CON-30")
@pytest.mark.parametrize("who", ["dsl", "teacher"])
def test_only_head_and_governors_give_a_member_of_staff_a_sanction(
    cast: Cast, case: Case, who: str
) -> None:
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.technician)
    actions.admit(case=case, person=cast.teacher, why="A witness of both.", by=cast.dsl, at=NOW)
    said = {"outcome": "warning", "words": "Second time.", "heard": "yes"}
    assert "Others write this" in sent(
        getattr(cast, who), f"{case.pk}/write/sanction/", **said
    ).text  # fmt: skip
    assert "Write this down" in sent(
        cast.head, f"{case.pk}/write/sanction/", **said | {"words": ""}
    ).text  # fmt: skip
    assert "the law may touch" in sent(
        cast.head, f"{case.pk}/write/sanction/", **said | {"outcome": "police"}
    ).text  # fmt: skip
    assert "sanction" not in kinds_of(case)
    assert sent(cast.head, f"{case.pk}/write/sanction/", **said).status_code == 302
    assert "Second time." in page_of(cast.dsl, case)


@pytest.mark.row("CON-30")
@pytest.mark.parametrize(
    ("pack", "offered", "refused"),
    [
        ("cotmanhay", {"none", "warning", "suspension", "dismissal", "police"}, "training"),
        ("ashbrook", {"none", "warning", "suspension", "dismissal", "police"}, "procedure"),
        ("thatto-heath", {slug for slug, _ in OF_STAFF}, "excluded"),
    ],
)
def test_the_outcomes_for_staff_are_those_that_the_policy_names(
    cast: Cast, case: Case, pack: str, offered: set[str], refused: str
) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.technician)
    form = client_of(cast.head).get(f"/elmfield/concerns/{case.pk}/write/sanction/").text
    assert {slug for slug, _ in OF_STAFF if f'value="{slug}"' in form} == offered
    said = {"outcome": refused, "words": "Second time.", "heard": "yes"}
    assert sent(cast.head, f"{case.pk}/write/sanction/", **said).status_code == 200
    case.refresh_from_db()
    with pytest.raises(UnableToAct, match="Choose one of the answers"):
        wrote(case, "sanction", by=cast.head, **said)
    assert "sanction" not in kinds_of(case)


@pytest.mark.row("CON-31")
@pytest.mark.parametrize("empty", [*FACTORS])
def test_no_discipline_over_a_picture_with_a_factor_of_fairness_empty(
    cast: Cast, case: Case, empty: str
) -> None:
    sorted_as(case, "friend-post", by=cast.head)
    named(case, Part.SUBJECT, by=cast.head, person=cast.teacher)
    sanction = {"outcome": "warning", "words": "x", "heard": "yes"}
    refused = sent(cast.head, f"{case.pk}/write/sanction/", **sanction)
    assert "four factors of fairness" in refused.text
    answer = sent(cast.head, f"{case.pk}/write/fairness/", **FACTORS | {empty: ""})
    assert "Write this down" in answer.text
    assert sent(cast.head, f"{case.pk}/write/sanction/", **sanction).status_code == 200
    assert sent(cast.head, f"{case.pk}/write/fairness/", **FACTORS).status_code == 302
    assert sent(cast.head, f"{case.pk}/write/sanction/", **sanction).status_code == 302
    assert "Hana Head" in page_of(cast.head, case)


@pytest.mark.row("CON-47")
def test_a_case_about_a_pupil_offers_outcomes_of_the_behaviour_policy_only(
    cast: Cast, case: Case
) -> None:
    named(case, Part.SUBJECT, by=cast.head, person=cast.pupil)
    page = page_of(cast.head, case)
    assert "Outcome for a pupil" in page
    assert "Outcome for a member of staff" not in page
    staff = {"outcome": "warning", "words": "x", "heard": "yes"}
    assert "which member of staff" in sent(
        cast.head, f"{case.pk}/write/sanction/", **staff
    ).text  # fmt: skip
    wrong = sent(cast.head, f"{case.pk}/write/behaviour-outcome/",
                 **BEHAVIOUR | {"outcome": "dismissal"})  # fmt: skip
    assert "sanction" not in kinds_of(case)
    assert wrong.status_code == 200
    right = sent(cast.head, f"{case.pk}/write/behaviour-outcome/", **BEHAVIOUR)
    assert right.status_code == 302


@pytest.mark.row("CON-38")
@pytest.mark.parametrize(
    ("who", "kind", "choices"),
    [("pupil", "behaviour-outcome", OF_PUPILS), ("parent", "outside-outcome", OF_OTHERS)],
)
def test_an_abusive_message_shows_the_behaviour_policy_and_a_list_of_its_own(
    cast: Cast, case: Case, who: str, kind: str, choices: Any
) -> None:
    sorted_as(case, "bullying", by=cast.dsl)
    named(case, Part.SUBJECT, by=cast.dsl, person=getattr(cast, who))
    assert "behaviour policy says what follows" in page_of(cast.dsl, case)
    assert f"/write/{kind}/" in page_of(cast.dsl, case)
    form = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/write/{kind}/").text
    assert all(label in form for _, label in choices)
    others = {*OF_PUPILS, *OF_OTHERS, *OF_STAFF} - {*choices}
    assert not any(f'value="{slug}"' in form for slug, _ in others - {*choices}
                   if slug not in dict(choices))  # fmt: skip


def test_on_line_and_face_to_face_the_same_outcomes_are_offered() -> None:
    """HSM-28: what is offered hangs on who did it, in no situation on anything else."""
    for who in ("pupil", "staff", "other"):
        offered = {
            frozenset(kind for kind in KINDS if gates.offered(
                kind, Standing("x", "inappropriate", (), situation=slug, subjects={who})))
            for slug in situations.ALL
        }  # fmt: skip
        assert len(offered) == 1


@pytest.mark.row("CON-43")
def test_who_decides_sees_what_came_of_earlier_cases_without_names(cast: Cast, case: Case) -> None:
    for number in range(2):
        other = case if not number else _another(cast)
        sorted_as(other, "bullying", by=cast.dsl)
        named(other, Part.SUBJECT, by=cast.dsl, person=cast.pupil)
    wrote(case, "behaviour-outcome", by=cast.dsl, **BEHAVIOUR)
    wrote(case, "parents-told", by=cast.dsl, told="yes", whom="Pat", words="Told.")
    debriefed(case, by=cast.dsl)
    actions.close(case=case, why="Over.", by=cast.dsl, at=NOW)
    page = page_of(cast.dsl, other)
    panel = page[page.index("What came of earlier cases") : page.index("Who may see it")]
    assert "October 2026, ordinary: A talk about it" in panel
    assert cast.pupil.name not in panel
    assert case.name not in panel
    assert "First read" in page


def _another(cast: Cast) -> Case:
    return actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)


def test_an_answer_that_is_not_on_the_list_is_refused(cast: Cast, case: Case) -> None:
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.pupil)
    with pytest.raises(UnableToAct, match="Choose one of the answers"):
        wrote(case, "behaviour-outcome", by=cast.dsl, **BEHAVIOUR | {"outcome": "police"})


def test_a_letter_about_abuse_of_staff_waits_for_advice(cast: Cast, case: Case) -> None:
    sorted_as(case, "abusive-post", by=cast.head)
    letter = {"whom": "A parent", "signed_by": "headteacher", "words": "Please stop."}
    with pytest.raises(UnableToAct, match="legal advice"):
        wrote(case, "letter", by=cast.head, **letter)
    wrote(case, "legal-advice", by=cast.head, adviser="A. Law", on="2026-10-14", words="Send it.")
    with pytest.raises(UnableToAct, match="Keep the evidence first"):
        wrote(case, "letter", by=cast.head, **letter)


def test_a_letter_about_anything_else_waits_for_nothing(cast: Cast, case: Case) -> None:
    sorted_as(case, "bullying", by=cast.head)
    wrote(case, "letter", by=cast.head, whom="A parent", signed_by="headteacher", words="Come in.")
    assert kinds_of(case) == ["sorted", "letter"]


def test_whoever_writes_down_what_waits_has_done_the_task(cast: Cast, case: Case) -> None:
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    storing.give(opened, asked=actions.Asked("support", role="dsl"), at=NOW)
    entry = wrote(case, "support", by=cast.dsl, whom="Tara", words="A talk.",
                  review_on="2026-11-01")  # fmt: skip
    ((task, _),) = queries.tasks(opened)
    assert (task.done_by, task.done_at) == (entry, NOW)
