"""The county publishes issue 6: a school takes clauses, leaves one with a reason, makes a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test import Client

from schoolgate.policies import judging, library, queries, working_out
from schoolgate.policies.commandline import main
from schoolgate.policies.models import ClauseChoice, EarlyReview, Proposal, Version
from schoolgate.policies.queries import blocking, proposals
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of

PAGE = "/elmfield/policy/proposals/"
ISSUE_6 = Path(__file__).parent / "derbyshire-6"
LEAVE = {"choice-2": "leave", "because-2": "Our pupils use these tools with a teacher."}
CHOSEN = {"choice-0": "take", "choice-1": "take", "choice-3": "take", **LEAVE}


def verbs() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("verb", flat=True))


def choose(client: Client, do: str, data: Mapping[str, str] = CHOSEN) -> str:
    return client.post(f"{PAGE}choose/", {**data, "do": do}, follow=True).text


def test_nobody_sees_what_the_county_offers_but_those_who_write_and_approve(county: Cast) -> None:
    assert Client().get(PAGE).status_code == 302
    for person in (county.pupil, county.technician, county.teacher):
        assert client_of(person).get(PAGE).status_code == 403
    assert client_of(county.other_head).get(PAGE).status_code == 404
    for person in (county.governor, county.dsl, county.head):
        assert client_of(person).get(PAGE).status_code == 200
    assert client_of(county.governor).post(f"{PAGE}choose/", CHOSEN).status_code == 403
    assert not ClauseChoice.objects.exists()


def test_without_a_newer_issue_the_page_says_so(elmfield: Cast) -> None:
    shown = client_of(elmfield.head).get(PAGE).text
    assert "There is no newer issue of the template" in shown
    assert "April 2024" in shown  # the grid of issues
    assert not [one for one in needs_of(elmfield.head) if "Take or leave" in one.title]


def test_a_new_issue_waits_for_those_who_write_the_policy(county: Cast) -> None:
    assert "Take or leave: Derbyshire template, issue 6" in {
        one.title for one in needs_of(county.head)
    }
    assert not [one for one in needs_of(county.teacher) if "Take or leave" in one.title]


def test_each_clause_is_shown_with_its_words_and_what_it_would_change(county: Cast) -> None:
    head = client_of(county.head)
    assert "Being worked out" in head.get(PAGE).text
    working_out.compare_offer.call(county.school.pk)
    shown = head.get(PAGE).text
    assert "Being worked out" not in shown
    assert "Headteachers</strong>: search a job applicant" in shown
    assert "<ins>" in shown
    assert "<del>" in shown
    assert "No answer changes" in shown


@pytest.mark.row("POL-04")
def test_taken_clauses_come_and_a_left_one_stays_out_with_its_reason(county: Cast) -> None:
    head = client_of(county.head)
    shown = choose(head, "draft")
    assert "is a draft now" in shown
    made = Proposal.objects.get()
    pack = queries.of_version(made.version).pack
    assert pack.front.extends == "derbyshire@6"
    assert [(one.clause, one.because) for one in pack.front.omit] == [
        ("7.10", "Our pupils use these tools with a teacher.")
    ]
    assert "2026 edition" in pack.by_ref["App1.training"].prose
    assert "6: October 2026" in pack.front.issues
    assert library.of(county.school).pack.front.extends == "derbyshire@5"  # nothing is in force
    assert verbs()[-4:] == [PoliciesVerb.CLAUSES_CHOSEN, PoliciesVerb.VERSION_DRAFTED,
                            PoliciesVerb.PROPOSAL_DRAFTED,
                            PoliciesVerb.EARLY_REVIEW_OPENED]  # fmt: skip
    assert EarlyReview.objects.get().trigger == "issue"
    assert [one for one in needs_of(county.head) if "issue" in one.title.lower()]
    assert not [one for one in needs_of(county.head) if "Take or leave" in one.title]


def test_a_clause_is_left_only_with_a_reason_and_what_was_typed_stays(county: Cast) -> None:
    head = client_of(county.head)
    shown = choose(head, "draft", {**CHOSEN, "because-2": " "})
    assert "Write down why" in shown
    assert "There is a problem" in shown
    assert not ClauseChoice.objects.exists()


def test_every_clause_is_decided_before_there_is_a_draft(county: Cast) -> None:
    head = client_of(county.head)
    shown = choose(head, "draft", LEAVE)
    assert re.search('href="#id_choice-0[^"]*">Clause 7.2.recruitment: Choose whether', shown)
    assert "Clause 7.10: Choose" not in shown
    assert LEAVE["because-2"] in shown
    assert "Your choices are kept" in choose(head, "keep", LEAVE)
    assert "Your choices are kept" in choose(head, "rest", {})
    assert "is a draft now" in choose(head, "draft", {})
    assert not [one for one in verbs() if one == PoliciesVerb.VERSION_SAVED]
    assert [row.clause for row in ClauseChoice.objects.filter(take=False)] == ["7.10"]


def test_a_choice_about_other_words_does_not_hold(county: Cast, own_packs: Path) -> None:
    choose(client_of(county.head), "keep")
    issue = own_packs / "derbyshire" / "6" / "policy.md"
    issue.write_text(issue.read_text("utf-8").replace("on their own.", "alone.", 1), "utf-8")
    given = proposals.offer(county.school)
    assert given is not None
    assert set(proposals.choices(given)) == {"App1.training", "7.10", "7.1.libel"}


@pytest.mark.row("POL-04")
def test_slots_are_filled_in_order(county: Cast, own_packs: Path) -> None:
    (own_packs / "derbyshire" / "6").rename(own_packs / "derbyshire" / "7")
    issue = own_packs / "derbyshire" / "7" / "policy.md"
    issue.write_text(issue.read_text("utf-8").replace('version = "6"', 'version = "7"'), "utf-8")
    shown = choose(client_of(county.head), "draft")
    assert "Adopt issue 6 first: slots are filled in order." in shown
    assert not Version.objects.filter(stage="draft").exists()


def test_publishing_an_issue_offers_it_to_the_schools_that_build_on_it(
    elmfield: Cast, own_packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["publish-template", str(ISSUE_6), "--packs", str(own_packs)]
    assert main(words) == 0
    assert "Offered to Elmfield Primary." in capsys.readouterr().out
    assert verbs().count(PoliciesVerb.ISSUE_OFFERED) == 1
    given = proposals.offer(elmfield.school)
    assert given is not None
    assert given.issue == "derbyshire@6"
    assert main(words) == 1
    assert "is on file already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('kind = "template"', "This is no template"),
        ('version = "6"', "A later issue than 1 is on file already"),
    ],
)
def test_what_is_no_new_issue_is_not_published(
    own_packs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, says: str
) -> None:
    text = (ISSUE_6 / "policy.md").read_text("utf-8")
    folder = tmp_path / "issue"
    folder.mkdir()
    (folder / "policy.md").write_text(
        text.replace(change, {'version = "6"': 'version = "1"'}.get(change, "")), "utf-8"
    )
    assert main(["publish-template", str(folder), "--packs", str(own_packs)]) == 1
    assert says in capsys.readouterr().err
    assert not (own_packs / "derbyshire" / "6").exists()


def test_governors_read_what_a_draft_would_answer_differently_first(county: Cast) -> None:
    choose(client_of(county.head), "draft")
    version = Proposal.objects.get().version
    governor = client_of(county.governor)
    page = f"/elmfield/policy/versions/{version.pk}/difference/"
    assert "The two policies are being compared" in governor.get(page).text
    working_out.compare_version.call(version.pk)
    shown = governor.get(page).text
    assert shown.index("search a job applicant") < shown.index("What reads differently")
    assert "allowed</strong>" in shown
    assert shown.index("What reads differently") < shown.index("<ins>")


def test_a_departure_blocks_approval_until_its_reason_is_recorded(county: Cast) -> None:
    choose(client_of(county.head), "draft")
    version = Proposal.objects.get().version
    blocks = [one for one in judging.blocks_approval(version, on=NOW.date())
              if one.kind == "departure"]  # fmt: skip
    assert blocks
    head, page = client_of(county.head), f"/elmfield/policy/versions/{version.pk}/reasons/"
    mark = next(
        one for one in blocking.weighed(version, on=NOW.date()) if one.finding == blocks[0]
    ).mark
    assert "Write down the reason" in head.post(page, {"mark": mark, "because": ""}).text
    head.post(page, {"mark": mark, "because": "Our families asked for it."})
    left = [one for one in judging.blocks_approval(version, on=NOW.date())
            if one.kind == "departure"]  # fmt: skip
    assert left == blocks[1:]
    assert verbs()[-1] == PoliciesVerb.DEPARTURE_REASONED


@pytest.mark.row("POL-22")
def test_a_reference_that_leads_nowhere_is_waived_until_a_day(county: Cast) -> None:
    choose(client_of(county.head), "draft")
    version = Proposal.objects.get().version
    found = [one for one in judging.blocks_approval(version, on=NOW.date())
             if one.kind == "reference"]  # fmt: skip
    assert found
    page = f"/elmfield/policy/versions/{version.pk}/reasons/"
    mark = next(
        one for one in blocking.weighed(version, on=NOW.date()) if one.finding == found[0]
    ).mark
    head = client_of(county.head)
    assert (
        "still to come"
        in head.post(page, {"mark": mark, "because": "x", "until_on": "01/01/2020"}).text
    )
    given = {"mark": mark, "because": "The county mends it.", "until_on": "31/07/2027"}
    assert "A waiver is for the headteacher" in client_of(county.governor).post(page, given).text
    head.post(page, given)
    left = {one.text for one in judging.blocks_approval(version, on=NOW.date())}
    assert found[0].text not in left
    assert verbs()[-1] == PoliciesVerb.FINDING_WAIVED


def test_an_issue_is_published_where_the_schools_read_it(elmfield: Cast, own_packs: Path) -> None:
    assert main(["publish-template", str(ISSUE_6)]) == 0
    assert (own_packs / "derbyshire" / "6" / "policy.md").is_file()


def test_governors_begin_with_what_a_draft_would_answer_differently(county: Cast) -> None:
    choose(client_of(county.head), "draft")
    version = Proposal.objects.get().version
    Version.objects.filter(pk=version.pk).update(stage="consulted")
    (need,) = [one for one in needs_of(county.governor) if one.title.startswith("Approve: ")]
    assert need.url == f"/elmfield/policy/versions/{version.pk}/difference/"
    for person, offered in ((county.governor, True), (county.head, False)):
        assert ("Approve and sign" in client_of(person).get(need.url).text) is offered


def test_the_page_of_a_draft_names_things_as_people_do(county: Cast) -> None:
    choose(client_of(county.head), "draft")
    version = Proposal.objects.get().version
    shown = client_of(county.head).get(f"/elmfield/policy/versions/{version.pk}/").text
    assert "Derbyshire template, issue 6" in shown
    assert "derbyshire@6" not in shown
    assert "February 2019" in shown
    assert ", ," not in shown
    assert f"/versions/{version.pk}/reasons/" in shown
