"""What has to be written down before a case is closed, and that the page leads there."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import UnableToAct
from schoolgate.concerns.models import Admission, Case, Entry, Report
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns.conftest import SECRET
from tests.concerns.working import ROOM, debriefed, named, page_of, sent, sorted_as, wrote

TOLD = {"found_at": "14/10/2026 10:00", "danger": "no"}
MATTERS = {
    "accident": {"what": "A gory picture.", "how": "A wrong link.", "where": "School laptop"},
    "own-post": {"what": "A holiday picture.", "where": "My page", "how": ""},
    "profile": {"what": "A rude page.", "where": "A site", "complainant": "A neighbour"},
    "seen": {"what": "Threats to Tara.", "where": "A parents’ group", "target": "Tara"},
    "virus": {"device": "LT-17", "what": "A red box.", "isolated": "yes"},
    "file": {"sender": "unknown@site.example", "name": "bill.zip", "opened": "no"},
    "filter": {"where": "site.example", "what": "Blocked for class 2."},
    "lost": {"device": "LT-18", "what": "On the bus.", "data": "yes"},
    "copying": {"resource": "Worksheet 7", "what": "Copied for all."},
}


def told(who: Person, matter: str, **more: str) -> Case:
    """The case that a form of its own opens."""
    assert (
        "This is your copy" in sent(who, f"tell/{matter}/", **TOLD, **MATTERS[matter], **more).text
    )
    return Case.objects.latest("pk")


def cannot_close(case: Case, by: Person, why: str) -> None:
    answer = client_of(by).post(f"{ROOM}{case.pk}/close/", {"why": "Over."})
    assert why in answer.text
    case.refresh_from_db()
    assert case.closed_at is None


def closes(case: Case, by: Person) -> None:
    assert client_of(by).post(f"{ROOM}{case.pk}/close/", {"why": "Over."}).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"


def ready(case: Case, by: Person) -> Case:
    sorted_as(case, case.situation, by=by)
    debriefed(case, by=by)
    return case


@pytest.mark.row("CON-05")
def test_an_accident_keeps_what_when_and_how_and_is_no_misuse(cast: Cast) -> None:
    copy = sent(cast.teacher, "tell/accident/", **TOLD, **MATTERS["accident"]).text
    assert "A gory picture." in copy
    case = Case.objects.get()
    report = Report.objects.get()
    assert report.found_at == NOW.replace(hour=10, minute=0)
    page = page_of(cast.head, case)
    assert all(word in page for word in ("A gory picture.", "A wrong link.", "School laptop"))
    opened = queries.opened(case=case, viewer=cast.head, on=NOW.date())
    assert [one.row.part for one in queries.parties(opened)] == [Part.REPORTER]
    assert "nobody is named" not in page


@pytest.mark.row("CON-06")
def test_the_headteacher_alone_decides_whether_an_accident_goes_further(cast: Cast) -> None:
    case = ready(told(cast.teacher, "accident"), cast.dsl)
    cannot_close(case, cast.head, "has to decide whether it goes further")
    said = {"outcome": "no-further", "words": "A wrong link."}
    assert "Others write this" in sent(cast.dsl, f"{case.pk}/write/decision/", **said).text
    empty = sent(cast.head, f"{case.pk}/write/decision/", **said | {"words": ""})
    assert "Write this down" in empty.text
    assert sent(cast.head, f"{case.pk}/write/decision/", **said).status_code == 302
    closes(case, cast.head)


@pytest.mark.row("CON-42")
def test_one_s_own_post_is_for_the_headteacher_alone_and_needs_an_outcome(cast: Cast) -> None:
    case = ready(told(cast.teacher, "own-post"), cast.head)
    assert [one.role for one in Admission.objects.filter(case=case)] == ["headteacher"]
    for other in (cast.dsl, cast.teacher, cast.technician, cast.governor):
        assert not page_of(other, case)
    cannot_close(case, cast.head, "has to decide")
    wrote(case, "decision", by=cast.head, outcome="advice", words="Settings changed.")
    closes(case, cast.head)


def test_a_headteacher_s_own_post_goes_to_the_chair(cast: Cast, chair: Person) -> None:
    case = told(cast.head, "own-post")
    assert not page_of(cast.head, case)
    assert page_of(chair, case)


@pytest.mark.row("CON-48")
def test_a_complaint_about_a_colleague_s_page_leads_to_fairness_before_any_decision(
    cast: Cast,
) -> None:
    case = told(cast.teacher, "profile", adult=str(cast.technician.pk))
    assert any("Fairness" in one.title for one in needs_of(cast.head))
    said = {"outcome": "no-further", "words": "Harmless."}
    refused = sent(cast.head, f"{case.pk}/write/decision/", **said)
    assert "four factors of fairness" in refused.text
    factors = dict.fromkeys(("control", "others", "willing", "context"), "Noted.")
    assert sent(cast.head, f"{case.pk}/write/fairness/", **factors).status_code == 302
    assert sent(cast.head, f"{case.pk}/write/decision/", **said).status_code == 302


@pytest.mark.row("CON-40")
def test_harassment_is_taken_up_though_nobody_complained(cast: Cast) -> None:
    case = told(cast.teacher, "seen")
    assert Report.objects.get().way == "observed"
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    assert queries.parties(opened) == []
    page = page_of(cast.dsl, case)
    assert "somebody on duty who saw it" in page
    assert "Threats to Tara." in page


@pytest.mark.row("CON-39")
def test_support_for_who_is_abused_is_an_alert_until_it_is_planned(cast: Cast) -> None:
    case = told(cast.teacher, "seen")
    assert "there is no support plan yet" in page_of(cast.dsl, case)
    assert any("support plan" in one.title for one in needs_of(cast.dsl))
    ready(case, cast.dsl)
    cannot_close(case, cast.dsl, "write a support plan")
    said = {"whom": "Tara", "words": "Time off.", "review_on": ""}
    assert sent(cast.dsl, f"{case.pk}/write/support/", **said).status_code == 200
    right = sent(cast.dsl, f"{case.pk}/write/support/", **said | {"review_on": "01/11/2026"})
    assert right.status_code == 302
    assert "no support plan" not in page_of(cast.dsl, case)
    assert not any("upport plan" in one.title for one in needs_of(cast.dsl))
    answer = client_of(cast.dsl).post(f"{ROOM}{case.pk}/close/", {"why": "Over."})
    assert "write a support plan" not in answer.text  # the headteacher's procedure asks for more


@pytest.mark.row("CON-28")
def test_a_device_is_isolated_until_it_is_cleared(cast: Cast) -> None:
    case = ready(told(cast.teacher, "virus"), cast.head)
    assert any("Device isolated" in one.title for one in needs_of(cast.technician))
    cannot_close(case, cast.head, "which device was isolated")
    wrote(case, "device-isolated", by=cast.technician, device="LT-17", where="Office", words="Red.")
    assert "Isolated, and not cleared: LT-17" in page_of(cast.head, case)
    cannot_close(case, cast.head, "Still isolated: LT-17")
    cleared = {"device": "lt-17", "by": "Tek", "words": "Clean."}
    assert sent(cast.technician, f"{case.pk}/write/device-cleared/", **cleared).status_code == 302
    assert "Isolated, and not cleared" not in page_of(cast.head, case)
    closes(case, cast.head)


def test_of_an_unexpected_file_sender_and_name_are_taken_and_never_the_file(cast: Cast) -> None:
    form = client_of(cast.teacher).get(f"{ROOM}tell/file/").text
    assert 'type="file"' not in form
    assert "multipart" not in form
    case = told(cast.teacher, "file")
    page = page_of(cast.head, case)
    assert "unknown@site.example" in page
    assert "bill.zip" in page
    assert case.situation == "unknown-file"
    wrote(case, "file-deleted", by=cast.technician, sender="", name="bill.zip", opened="no")


@pytest.mark.row("FIL-23")
def test_a_worry_about_filtering_waits_for_who_keeps_the_network(cast: Cast) -> None:
    case = ready(told(cast.teacher, "filter"), cast.dsl)
    assert any("Answer about filtering" in one.title for one in needs_of(cast.technician))
    cannot_close(case, cast.dsl, "Whoever keeps the network has to answer")
    said = {"done": "opened", "words": "It is open for class 2."}
    assert sent(cast.dsl, f"{case.pk}/write/filtering-answer/", **said).status_code == 200
    answer = sent(cast.technician, f"{case.pk}/write/filtering-answer/", **said)
    assert answer.status_code == 302
    assert not any("filtering" in one.title for one in needs_of(cast.technician))
    closes(case, cast.dsl)


@pytest.mark.row("DPR-17")
def test_a_lost_laptop_opens_an_assessment_that_closing_needs(cast: Cast) -> None:
    case = ready(told(cast.teacher, "lost"), cast.head)
    assert any("data breach" in one.title for one in needs_of(cast.head))
    cannot_close(case, cast.head, "assess it first")
    said = {"found": "", "data": "Class lists.", "risk": "Low.", "decision": "keep",
            "words": "It was encrypted."}  # fmt: skip
    assert sent(cast.head, f"{case.pk}/write/breach/", **said).status_code == 200
    right = sent(cast.head, f"{case.pk}/write/breach/", **said | {"found": "14/10/2026 09:00"})
    assert right.status_code == 302
    closes(case, cast.head)


@pytest.mark.row("CON-44")
def test_a_copied_worksheet_closes_once_its_use_has_stopped(cast: Cast) -> None:
    case = ready(told(cast.teacher, "copying"), cast.head)
    assert "Worksheet 7" in page_of(cast.head, case)
    cannot_close(case, cast.head, "since when it is no longer used")
    said = {"resource": "Worksheet 7", "on": "", "words": "Shredded."}
    asked = {"name": "Worksheet 7", "kind": "text", "licence": "None is known.",
             "ticket": "6f8b8f0e-0000-4000-8000-00000000002b"}  # fmt: skip
    listed = "/elmfield/concerns/lists/resources/"
    for _ in range(2):  # sent twice, it is one
        assert client_of(cast.teacher).post(f"{listed}new/", asked).status_code == 302
    assert "1: Worksheet 7" in client_of(cast.teacher).get(listed).text
    wrong = sent(cast.head, f"{case.pk}/write/use-stopped/", **said | {"on": "14/10/2026"})
    assert wrong.status_code == 200  # it stands in no list under these words
    said["resource"] = "1: Worksheet 7"
    assert sent(cast.head, f"{case.pk}/write/use-stopped/", **said).status_code == 200
    right = sent(cast.head, f"{case.pk}/write/use-stopped/", **said | {"on": "14/10/2026"})
    assert right.status_code == 302
    assert f"{listed}#number-1" in page_of(cast.head, case)
    closes(case, cast.head)
    assert Kept.objects.filter(verb="concerns:resource:listed").count() == 1


@pytest.mark.row("CON-41")
@pytest.mark.parametrize("told_them", ["yes", "no"])
def test_which_parents_were_told_and_when_or_why_not(
    cast: Cast, case: Case, told_them: str
) -> None:
    ready(sorted_as(case, "bullying", by=cast.dsl), cast.dsl)
    named(case, Part.TARGET, by=cast.dsl, person=cast.pupil)
    cannot_close(case, cast.dsl, "when parents were told, or why not")
    said = {"told": told_them, "whom": "Pat Parent", "words": "By telephone."}
    empty = sent(cast.dsl, f"{case.pk}/write/parents-told/", **said | {"words": ""})
    assert "Write this down" in empty.text
    assert sent(cast.dsl, f"{case.pk}/write/parents-told/", **said).status_code == 302
    page = page_of(cast.dsl, case)
    assert "Pat Parent" in page
    assert "14 October 2026, 10:20" in page
    closes(case, cast.dsl)


@pytest.mark.row("CON-22")
def test_a_case_with_a_family_says_whether_they_were_shown_how_to_complain(
    cast: Cast, case: Case
) -> None:
    ready(sorted_as(case, "complaint", by=cast.dsl), cast.dsl)
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.parent)
    cannot_close(case, cast.dsl, "told how to complain")
    said = {"given": "yes", "whom": "Pat Parent", "words": "The link on our website."}
    assert sent(cast.dsl, f"{case.pk}/write/signposting/", **said).status_code == 302
    closes(case, cast.dsl)


@pytest.mark.row("CON-34")
def test_the_community_is_told_that_it_was_dealt_with_and_nothing_of_whom(
    cast: Cast, case: Case
) -> None:
    ready(sorted_as(case, "bullying", by=cast.dsl), cast.dsl)
    named(case, Part.WITNESS, by=cast.dsl, name="Zoe of 3B, year 3")
    wrote(case, "signposting", by=cast.dsl, given="no", whom="x", words="x")
    assert "Tell the community" not in page_of(cast.dsl, case)
    closes(case, cast.dsl)
    page = page_of(cast.dsl, case)
    notice = page[page.index("Nobody is named in them") :].split("</div>")[0]
    for word in ("Zoe", "3B", "year 3", "Kit", "Falke", "bullying", cast.teacher.name, case.name):
        assert word not in notice
    said = {"whom": "All parents", "how": "Newsletter"}
    assert sent(cast.dsl, f"{case.pk}/write/community-notice/", **said).status_code == 302
    assert Entry.objects.filter(case=case, kind="community-notice").count() == 1
    note = sent(cast.dsl, f"{case.pk}/write/note/", words="Late.")
    assert "Open it again first" in note.text


@pytest.mark.row("CON-23")
def test_a_file_of_the_case_names_nobody_who_told(cast: Cast, case: Case) -> None:
    words = "tara teacher says Kit cried. Ms TEACHER saw it; Tara’s class knows."
    wrote(case, "note", by=cast.dsl, words=words)
    actions.admit(case=case, person=cast.teacher, why="Told us.", by=cast.dsl, at=NOW)
    wrote(case, "note", by=cast.teacher, words="More.")
    answer = client_of(cast.dsl).get(f"{ROOM}{case.pk}/file/")
    assert "Kit" in answer.text
    assert "More." in answer.text
    assert "tara" not in answer.text.casefold()
    assert "teacher" not in answer.text.casefold()
    assert client_of(cast.teacher).get(f"{ROOM}{case.pk}/file/").status_code == 403
    assert "Who may see it" in page_of(cast.dsl, case)


def test_what_is_missing_is_a_link_to_the_form_that_mends_it(cast: Cast, case: Case) -> None:
    page = page_of(cast.dsl, case)
    panel = page[page.index("Before it can be closed") : page.index("Who may see it")]
    assert f'href="{ROOM}{case.pk}/sort/"' in panel
    assert f'href="{ROOM}{case.pk}/write/debrief/"' in panel


def test_an_entry_is_corrected_from_the_page_and_stays(cast: Cast, case: Case) -> None:
    entry = wrote(case, "note", by=cast.dsl, words="On Monday.")
    page = f"{case.pk}/entries/{entry.pk}/correct/"
    assert f"{ROOM}{page}" in page_of(cast.dsl, case)
    assert sent(cast.dsl, page, words="It was Tuesday.").status_code == 302
    shown = page_of(cast.dsl, case)
    assert "On Monday." in shown
    assert "It was Tuesday." in shown
    assert "Corrected" in shown
    with pytest.raises(UnableToAct, match="Choose one"):
        wrote(case, "correction", by=cast.dsl, words="Nothing.")
    gone = client_of(cast.dsl).get(f"{ROOM}{case.pk}/write/correction/")
    assert gone.status_code == 404


def test_a_case_that_stands_still_is_on_somebody_s_list(cast: Cast, case: Case) -> None:
    still = f"Nothing has happened for two weeks: {case}"
    before, after = NOW + dt.timedelta(days=13), NOW + dt.timedelta(days=15)
    assert still not in [one.title for one in needs_of(cast.dsl, before)]
    assert still in [one.title for one in needs_of(cast.dsl, after)]
    assert still not in [one.title for one in needs_of(cast.teacher, after)]
    actions.write(case=case, draft=actions.Draft("note", {"words": "x"}, after), by=cast.dsl,
                  at=after)  # fmt: skip
    assert still not in [one.title for one in needs_of(cast.dsl, after)]
    assert SECRET not in still
