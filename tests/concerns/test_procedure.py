"""The headteacher's guided procedure for abusive posts: what waits for what, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Draft, Invitation, UnableToAct
from schoolgate.concerns.models import Case
from schoolgate.concerns.models import Entry as Written
from schoolgate.concerns.rules.words import State
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

FACTS = {"site": "A group of parents", "user_names": "sunny77", "reach": "class", "truth": "none",
         "aware": "yes", "allegation": "no", "threat": "no", "defamatory": "no",
         "confrontation": "no"}  # fmt: skip
STAGES = ("calm", "evidence", "reassure", "meet", "chair", "letter")
MET = {"whom": "Mr Sunny", "companion": "The deputy", "disappointment": "yes", "effect": "yes",
       "together": "yes", "remove": "yes", "complaints": "yes", "privacy": "yes", "agreed": "yes",
       "removed_on": "2026-10-15"}  # fmt: skip
LEGAL = {"adviser": "Legal", "on": "2026-10-13", "words": "Keep it short."}


def _write(case: Case, by: Person, kind: str, **said: str) -> Written:
    return actions.write(case=case, draft=Draft(kind, said, NOW), by=by, at=NOW)


def _invite(case: Case, cast: Cast, whom: str = "Mr Sunny", **more: Any) -> Written:
    asked: dict[str, Any] = {"companion": cast.dsl, "how": "By telephone", "where": "The library"}
    asked |= {"whom": whom, "meet_at": NOW + timedelta(days=2)}
    invitation = Invitation(**(asked | more))
    return actions.invite(case=case, invitation=invitation, by=cast.head, at=NOW)


def _add(case: Case, by: Person, first: Written, kind: str, **said: str) -> Written:
    return actions.write(case=case, draft=Draft(kind, said, NOW, adds_to=first), by=by, at=NOW)


def _closable(case: Case, by: Person) -> None:
    """Write what every case of abused staff needs before it is closed."""
    _write(case, by, "debrief", lessons="none", change="none")
    _write(case, by, "support", whom="Tara", words="Time.", review_on="2026-10-20")


def _stage(case: Case, by: Person, *stages: str, how: str = "done") -> None:
    for stage in stages:
        _write(case, by, "stage", stage=stage, how=how, why="As the procedure says.")


@pytest.mark.row("HSM-01")
def test_the_stages_are_done_or_skipped_with_a_reason_by_head_or_deputy(
    cast: Cast, post: Case
) -> None:
    head = client_of(cast.head)
    page = head.get(f"/elmfield/concerns/{post.pk}/procedure/")
    assert page.text.count("Waiting") == 6
    assert client_of(cast.dsl).get(page.wsgi_request.path).status_code == 403
    with pytest.raises(UnableToAct, match="Others write this"):
        _stage(post, cast.dsl, "calm")
    with pytest.raises(UnableToAct, match="How, or why not"):
        _write(post, cast.head, "stage", stage="calm", how="skipped", why=" ")
    _closable(post, cast.head)
    _stage(post, cast.head, *STAGES[:3])
    _stage(post, cast.head, "meet", "chair", how="skipped")
    with pytest.raises(UnableToAct, match="each stage: write a letter"):
        actions.close(case=post, why="Over.", by=cast.head, at=NOW)
    _stage(post, cast.head, "letter", how="skipped")
    actions.close(case=post, why="They took it down.", by=cast.head, at=NOW)
    post.refresh_from_db()
    assert post.state == State.CLOSED
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 8


@pytest.mark.row("HSM-02")
@pytest.mark.row("HSM-22")
def test_nothing_goes_out_before_the_evidence_and_before_reach_and_truth_are_weighed(
    cast: Cast, post: Case
) -> None:
    letter = {"words": "Please talk to us."}
    with pytest.raises(UnableToAct, match="Keep the evidence first"):
        _write(post, cast.head, "general-letter", **letter)
    _stage(post, cast.head, "evidence")
    with pytest.raises(UnableToAct, match="how widely it was read"):
        _write(post, cast.head, "general-letter", **letter)
    with pytest.raises(UnableToAct, match="Is there truth in it"):
        _write(post, cast.head, "post-facts", **FACTS | {"truth": ""})
    _write(post, cast.head, "post-facts", **FACTS)
    _write(post, cast.head, "general-letter", **letter)
    page = client_of(cast.head).get(f"/elmfield/concerns/{post.pk}/").text
    assert "By the parents of a class" in page
    assert "Is there truth in it?" in page


@pytest.mark.row("HSM-08")
def test_who_does_not_know_is_told_after_hr_was_asked(cast: Cast, post: Case) -> None:
    _write(post, cast.head, "post-facts", **FACTS | {"aware": "no"})
    told = {"whom": "The teacher", "words": "Calmly."}
    with pytest.raises(UnableToAct, match="HR provider first"):
        _write(post, cast.head, "target-informed", **told)
    _write(post, cast.head, "hr-consulted", spoken_to="The desk", advice="In person.")
    assert _write(post, cast.head, "target-informed", **told).pk
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 3


@pytest.mark.parametrize(
    ("fact", "kind", "said", "sentence"),
    [
        pytest.param("allegation", "lado", {"spoken_to": "The LADO", "advice": "Wait."}, "LADO",
                     marks=pytest.mark.row("HSM-10")),
        pytest.param("threat", "police", {"spoken_to": "The desk", "advice": "Keep it.",
                                          "outcome": "civil"}, "police",
                     marks=pytest.mark.row("HSM-20")),
        pytest.param("defamatory", "legal-advice", LEGAL,
                     "legal advice", marks=pytest.mark.row("HSM-29")),
    ],
)  # fmt: skip
def test_what_the_post_holds_asks_for_its_body_before_the_case_is_closed(
    cast: Cast, post: Case, fact: str, kind: str, said: dict[str, str], sentence: str
) -> None:
    _write(post, cast.head, "post-facts", **FACTS | {fact: "yes"})
    _closable(post, cast.head)
    _stage(post, cast.head, *STAGES)
    with pytest.raises(UnableToAct, match=sentence):
        actions.close(case=post, why="Over.", by=cast.head, at=NOW)
    _write(post, cast.head, kind, **said)
    actions.close(case=post, why="Over.", by=cast.head, at=NOW)
    assert Entry.objects.filter(verb="concerns:case:closed").count() == 1


def _ready(case: Case, by: Person, **facts: str) -> None:
    _write(case, by, "post-facts", **FACTS | facts)
    _stage(case, by, "evidence")


@pytest.mark.row("HSM-11")
def test_who_was_attacked_is_not_at_the_meeting_and_the_head_is_not_alone(
    cast: Cast, post: Case
) -> None:
    _ready(post, cast.head)
    for asked in ({"whom": f"Mr Sunny, {cast.teacher.name}"}, {"companion": cast.teacher},
                  {"guests": [cast.teacher]}):  # fmt: skip
        with pytest.raises(UnableToAct, match="is not asked to the meeting"):
            _invite(post, cast, **asked)
    form = f"/elmfield/concerns/{post.pk}/invite/"
    sent = {"whom": "Mr Sunny", "meet_at": "16/10/2026 15:30", "where": "x", "how": "x",
            "ticket": "6f8b8f0e-0000-4000-8000-00000000000b"}  # fmt: skip
    client = client_of(cast.head)
    assert "you are not alone there" in client.post(form, sent).text
    assert client.post(form, sent | {"companion": cast.dsl.pk}).status_code == 302
    assert Entry.objects.filter(verb="concerns:meeting:arranged").count() == 1


@pytest.mark.row("HSM-13")
@pytest.mark.row("HSM-14")
def test_the_script_is_ticked_and_the_outcome_kept(cast: Cast, post: Case) -> None:
    _ready(post, cast.head)
    first = _invite(post, cast)
    with pytest.raises(UnableToAct, match="agree to remove it"):
        _add(post, cast.head, first, "meeting-held", **MET | {"agreed": ""})
    _add(post, cast.head, first, "meeting-held", **MET)
    _stage(post, cast.head, "meet")  # without a warning, and without a word why not
    with pytest.raises(UnableToAct, match="Who said it"):
        _write(post, cast.head, "warning-given", words="It could lead to court.")
    _write(post, cast.head, "warning-given", words="It could lead to court.", speaker="The head")
    page = client_of(cast.head).get(f"/elmfield/concerns/{post.pk}/").text
    assert "Did you say that nothing posted stays private?" in page
    assert "It could lead to court." in page
    form = f"/elmfield/concerns/{post.pk}/entries/{first.pk}/add/meeting-held/"
    assert "checked" not in client_of(cast.head).get(form).text


@pytest.mark.row("HSM-15")
@pytest.mark.parametrize("fact", ["confrontation", "threat"])
def test_the_police_come_before_a_meeting_that_may_end_badly(
    cast: Cast, post: Case, fact: str
) -> None:
    _ready(post, cast.head, **{fact: "yes"})
    with pytest.raises(UnableToAct, match="speak to the police before"):
        _invite(post, cast)
    _write(post, cast.head, "police", spoken_to="The desk", advice="We come.", outcome="open")
    assert _invite(post, cast).pk


@pytest.mark.row("HSM-18")
def test_the_chair_is_briefed_before_the_second_meeting(cast: Cast, post: Case) -> None:
    _ready(post, cast.head)
    met = {"whom": "Mr Sunny", "companion": "The chair", "plan": "The head rings in May."}
    with pytest.raises(UnableToAct, match="Brief the chair"):
        _write(post, cast.head, "second-meeting", **met)
    _write(post, cast.head, "chair-briefed", words="All of it.")
    with pytest.raises(UnableToAct, match="Action plan"):
        _write(post, cast.head, "second-meeting", **met | {"plan": ""})
    assert _write(post, cast.head, "second-meeting", **met).pk


@pytest.mark.row("HSM-19")
def test_no_letter_without_legal_advice_and_only_head_or_chair_sign(cast: Cast, post: Case) -> None:
    _ready(post, cast.head)
    letter = {"whom": "Mr Sunny", "signed_by": "headteacher", "words": "Please meet us."}
    with pytest.raises(UnableToAct, match="legal advice before a letter"):
        _write(post, cast.head, "letter", **letter)
    _write(
        post, cast.head, "legal-advice", adviser="Legal", on="2026-10-13", words="Keep it short."
    )
    with pytest.raises(UnableToAct, match="Who signs it"):
        _write(post, cast.head, "letter", **letter | {"signed_by": "dsl"})
    written = _write(post, cast.head, "letter", **letter)
    printed = client_of(cast.head).get(f"/elmfield/concerns/{post.pk}/letter/{written.pk}/")
    text = _text_of(printed.content)
    assert "Please meet us." in text
    assert post.name not in text
    assert Entry.objects.filter(verb="concerns:case:viewed").count() == 1


def _text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.row("HSM-23")
def test_the_chairs_letter_names_a_contact_and_nobody_of_the_case(
    cast: Cast, post: Case, chair: Person
) -> None:
    _ready(post, cast.head)
    actions.admit(case=post, person=chair, why="Signs the letter.", by=cast.head, at=NOW)
    letter = {"contact": "the school office", "number": "01234 567890", "words": "Please ring us."}
    with pytest.raises(UnableToAct, match="Others write this"):
        _write(post, cast.head, "chair-letter", **letter)
    with pytest.raises(UnableToAct, match=f"Leave {cast.teacher.name} out"):
        _write(post, chair, "chair-letter", **letter | {"words": f"About {cast.teacher.name}."})
    written = _write(post, chair, "chair-letter", **letter)
    page = client_of(chair).get(f"/elmfield/concerns/{post.pk}/letter/{written.pk}/")
    assert "Please ring the school office on 01234 567890." in _text_of(page.content)
    assert Entry.objects.filter(verb="concerns:entry:written", actor=f"person:{chair.pk}").exists()


@pytest.mark.row("HSM-24")
def test_support_for_the_head_is_read_by_head_and_chair_alone(
    cast: Cast, post: Case, chair: Person
) -> None:
    _write(post, cast.head, "head-support", whom="The adviser", words="Ring me on Friday.")
    actions.admit(case=post, person=chair, why="Leads governors.", by=cast.head, at=NOW)
    pages = {who: client_of(who).get(f"/elmfield/concerns/{post.pk}/").text
             for who in (cast.head, chair, cast.dsl)}  # fmt: skip
    assert "Ring me on Friday." in pages[cast.head]
    assert "Ring me on Friday." in pages[chair]
    assert "Ring me on Friday." not in pages[cast.dsl]
    assert Entry.objects.filter(verb="concerns:case:viewed").count() == 3


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param("removed-from-own-page", {"copy": "Folder 3", "author": "sunny77",
                                               "contact": "By telephone"},
                     marks=pytest.mark.row("HSM-06")),
        pytest.param("wellbeing", {"whom": "Tara", "needs": "Time.", "again_on": "2026-10-20"},
                     marks=pytest.mark.row("HSM-07")),
    ],
)  # fmt: skip
def test_what_was_done_stands_in_the_chronology_with_its_time(
    cast: Cast, post: Case, kind: str, said: dict[str, Any]
) -> None:
    sent = {"happened_at": "14/10/2026 09:15", "ticket": "6f8b8f0e-0000-4000-8000-00000000000a"}
    client = client_of(cast.head)
    there = f"/elmfield/concerns/{post.pk}/"
    left_out = {**said, next(iter(said)): ""}
    assert "Write this down" in client.post(f"{there}write/{kind}/", left_out | sent).text
    typed = {k: "20/10/2026" if k == "again_on" else v for k, v in said.items()}
    assert client.post(f"{there}write/{kind}/", typed | sent).status_code == 302
    page = client.get(there).text
    assert "14 October 2026, 09:15" in page
    assert all(str(one) in page for one in said.values())
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 1


def test_a_pupil_a_stranger_and_a_technician_find_no_procedure(cast: Cast, post: Case) -> None:
    for who in (cast.pupil, cast.technician, cast.other_head, None):
        answer = client_of(who).get(f"/elmfield/concerns/{post.pk}/procedure/")
        assert answer.status_code in {302, 404}
    opened = queries.opened(case=post, viewer=cast.head, on=NOW.date())
    assert queries.standing(opened).situation == "abusive-post"
