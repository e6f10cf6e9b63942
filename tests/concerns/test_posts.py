"""What goes out over an abusive post: letters, asking a site, the authority, support."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Draft, Keeping, Sorting, UnableToAct
from schoolgate.concerns.models import Case, Task
from schoolgate.concerns.models import Entry as Written
from schoolgate.concerns.rules.kinds_of_posts import LETTER
from schoolgate.concerns.rules.registers import What
from schoolgate.concerns.rules.words import Seriousness, Track
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns.test_asked import ready

_SENT = {"happened_at": "14/10/2026 10:00", "ticket": "6f8b8f0e-0000-4000-8000-00000000000d"}
_TEAM = Keeping("press", "County communications", "01629 000007")


def _write(case: Case, by: Person, kind: str, *, beside: Written | None = None,
           **said: str) -> Written:  # fmt: skip
    draft = Draft(kind, said, NOW, adds_to=beside)
    return actions.write(case=case, draft=draft, by=by, at=NOW)


def _text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.row("HSM-16")
def test_the_letter_begins_without_names_is_approved_by_the_head_and_its_sending_is_kept(
    cast: Cast, post: Case
) -> None:
    deputy = Person.objects.create(school=cast.school, name="Dara Deputy",
                                   role="deputy_headteacher")  # fmt: skip
    actions.admit(case=post, person=deputy, why="Helps.", by=cast.head, at=NOW)
    ready(post, cast.head)
    here, client = f"/elmfield/concerns/{post.pk}/", client_of(deputy)
    assert LETTER.splitlines()[0] in client.get(f"{here}write/general-letter/").text
    with_name = {"words": f"{LETTER}\n{cast.teacher.name}", **_SENT}
    refused = client.post(f"{here}write/general-letter/", with_name)
    assert f"Leave {cast.teacher.name} out" in refused.text
    assert (
        client.post(f"{here}write/general-letter/", {"words": LETTER, **_SENT}).status_code == 302
    )
    draft = Written.objects.get(kind="general-letter")
    assert "Draft. Not approved" in _text_of(client.get(f"{here}letter/{draft.pk}/").content)
    sent = {"to": "all", "how": "On paper", "count": "212"}
    with pytest.raises(UnableToAct, match="approves the letter first"):
        _write(post, deputy, "letter-sent", beside=draft, **sent)
    with pytest.raises(UnableToAct, match="Others write this"):
        _write(post, deputy, "letter-approved", beside=draft)
    _write(post, cast.head, "letter-approved", beside=draft)
    printed = _text_of(client.get(f"{here}letter/{draft.pk}/").content)
    assert "Draft" not in printed
    assert post.name not in printed
    _write(post, deputy, "letter-sent", beside=draft, **sent)
    page = client.get(here).text
    assert "All parents" in page
    assert "212" in page
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 5


def test_another_draft_is_not_approved_with_the_first(cast: Cast, post: Case) -> None:
    ready(post, cast.head)
    first = _write(post, cast.head, "general-letter", words=LETTER)
    _write(post, cast.head, "letter-approved", beside=first)
    second = _write(post, cast.head, "general-letter", words="Another letter.")
    with pytest.raises(UnableToAct, match="approves the letter first"):
        _write(post, cast.head, "letter-sent", beside=second, to="all", how="Paper", count="9")
    assert Written.objects.filter(kind="letter-sent").count() == 0
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 5


@pytest.mark.row("HSM-17")
def test_the_authoritys_team_is_a_task_with_contact_and_time_and_drafts_if_it_was_bought(
    cast: Cast, case: Case, request: pytest.FixtureRequest
) -> None:
    actions.keep(keeping=_TEAM, by=cast.dsl, at=NOW)
    post: Case = request.getfixturevalue("post")
    task = Task.objects.get(kind="crisis-team", done_at=None)
    assert task.due_at is not None
    client, here = client_of(cast.head), f"/elmfield/concerns/{post.pk}/"
    page = client.get(here).text
    assert "County communications, 01629 000007" in page
    assert "14 October 2026" in page
    form, guide = f"{here}write/crisis-team/", f"{here}procedure/"
    assert "draft the statement" not in client.get(form).text
    assert "does not buy their drafting" in client.get(guide).text
    arranged = {"drafting": "yes", "mailbox": ""}
    assert client.post("/elmfield/concerns/gate/arranged/", arranged).status_code == 302
    assert "draft the statement" in client.get(form).text
    assert "ask them for a statement" in client.get(guide).text
    said = {"spoken_to": "The desk", "advice": "Say little.", "drafting": "yes", **_SENT}
    assert client.post(form, said).status_code == 302
    task.refresh_from_db()
    assert task.done_at is not None
    assert Entry.objects.filter(verb="concerns:arrangement:made").count() == 1
    actions.arrange(values={What.DRAFTING: "no"}, by=cast.head, at=NOW)
    assert "draft the statement" not in client.get(form).text


def test_no_other_matter_asks_for_the_authoritys_team(cast: Cast, case: Case) -> None:
    sorting = Sorting("bullying", "bullying", Track.INAPPROPRIATE, Seriousness.ORDINARY, "Read.")
    actions.sort(case=case, sorting=sorting, by=cast.head, at=NOW)
    assert not Task.objects.filter(kind="crisis-team").exists()
    assert Entry.objects.filter(verb="concerns:case:sorted").count() == 1


@pytest.mark.row("HSM-21")
def test_asking_a_site_is_kept_reminds_on_its_day_and_ends_with_what_came_of_it(
    cast: Cast, post: Case
) -> None:
    client, here = client_of(cast.head), f"/elmfield/concerns/{post.pk}/"
    asked = {"platform": "Chatter", "term": "No abuse (rule 4)", "outcome": "waiting", **_SENT}
    assert "when you will ask again" in client.post(f"{here}write/takedown/", asked).text
    asked |= {"remind_on": "21/10/2026"}
    assert client.post(f"{here}write/takedown/", asked).status_code == 302
    first = Written.objects.get(kind="takedown")
    on_the_day = NOW + timedelta(days=7)
    title = "Write down “What came of asking the site”"
    assert not any(title in one.title for one in needs_of(cast.head, NOW))
    assert any(title in one.title for one in needs_of(cast.head, on_the_day))
    page = client.get(here).text
    for word in ("Ask again: Chatter", "No abuse (rule 4)", "14 October 2026, 10:00"):
        assert word in page
    form = f"{here}entries/{first.pk}/add/takedown-answer/"
    again = {"outcome": "waiting", "remind_on": "28/10/2026", "words": "Not yet.",
             "happened_at": "14/10/2026 10:05",
             "ticket": "6f8b8f0e-0000-4000-8000-00000000000e"}  # fmt: skip
    assert client.post(form, again).status_code == 302
    assert Task.objects.filter(kind="takedown-answer", done_at=None).count() == 1
    gone = again | {"outcome": "removed", "remind_on": "", "words": "",
                    "ticket": "6f8b8f0e-0000-4000-8000-00000000000f"}  # fmt: skip
    assert client.post(form, gone).status_code == 302
    assert not Task.objects.filter(kind="takedown-answer", done_at=None).exists()
    first.refresh_from_db()
    assert first.added.count() == 2
    assert "It was removed" in client.get(here).text
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 3


def test_the_answer_of_one_site_ends_no_reminder_of_another(cast: Cast, post: Case) -> None:
    both = [
        _write(post, cast.head, "takedown", platform=site, term="No abuse", outcome="waiting",
               remind_on="2026-10-21") for site in ("Chatter", "Clipper")
    ]  # fmt: skip
    _write(post, cast.head, "takedown-answer", beside=both[0], outcome="refused")
    assert [one.follows for one in Task.objects.filter(kind="takedown-answer", done_at=None)] == [
        both[1]
    ]
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 3


@pytest.mark.row("HSM-09")
def test_whom_somebody_was_pointed_to_is_kept_and_an_unchecked_contact_says_so_first(
    cast: Cast, post: Case
) -> None:
    union = Keeping("union", "County teachers’ union", "01629 000008")
    row = actions.keep(keeping=union, by=cast.dsl, at=NOW - timedelta(days=400))
    client, here = client_of(cast.head), f"/elmfield/concerns/{post.pk}/"
    form = f"{here}write/signposted/"
    stale = "County teachers’ union, 01629 000008 (Union or professional association). Check first"
    assert stale in client.get(form).text
    for name in ("Education Support", "Professionals Online Safety Helpline", "Childnet",
                 "Department for Education"):  # fmt: skip
        assert name in client.get(form).text
    guide = client.get(f"{here}procedure/").text
    for kind in ("human resources", "occupational health or counselling",
                 "school improvement adviser"):  # fmt: skip
        assert kind in guide
    actions.check(row=row, by=cast.dsl, at=NOW)
    assert stale not in client.get(form).text
    said = {"whom": "Tara Teacher", "body": "County teachers’ union", **_SENT}
    assert client.post(form, said | {"body": "Nobody we know"}).status_code == 200
    assert client.post(form, said).status_code == 302
    page = client.get(here).text
    assert "Pointed somebody to support" in page
    assert "County teachers’ union" in page
    assert "14 October 2026, 10:00" in page
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 1


def test_letters_and_sites_are_nothing_to_others(cast: Cast, post: Case) -> None:
    ready(post, cast.head)
    draft = _write(post, cast.head, "general-letter", words=LETTER)
    there = f"/elmfield/concerns/{post.pk}/entries/{draft.pk}/add/letter-approved/"
    for who, status in ((None, 302), (cast.pupil, 404), (cast.teacher, 404),
                        (cast.technician, 404), (cast.other_head, 404)):  # fmt: skip
        assert client_of(who).get(there).status_code == status
    with pytest.raises(UnableToAct, match="Others write this"):
        _write(post, cast.dsl, "letter-approved", beside=draft)
    assert not Written.objects.filter(kind="letter-approved").exists()
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 3
