"""The pages on which a version is written, signed and read."""

from __future__ import annotations

import pytest
from django.test import Client

from schoolgate.policies import actions
from schoolgate.policies.models import Typing, Version
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, client_of, needs_of
from tests.policies.life.conftest import (
    STRICTER,
    TODAY,
    Life,
    approved,
    consulted,
    drafted,
    in_days,
)

ROOM = "/elmfield/policy/versions/"


@pytest.fixture
def head(life: Life) -> Client:
    """The head's browser."""
    return client_of(life.cast.head)


def page(client: Client, path: str, status: int = 200) -> str:
    """What somebody reads at an address."""
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def edits(version: Version, **more: str) -> dict[str, str]:
    """What the page of the editor sends."""
    return {"text": STRICTER, "edition": str(version.edition), "piece": "", **more}


@pytest.mark.parametrize("who", [None, "pupil", "technician", "teacher", "other_head"])
def test_a_draft_is_not_there_for_others(life: Life, who: str | None) -> None:
    version = drafted(life)
    client = client_of(getattr(life.cast, who) if who else None)
    for part in ("", "text/", "policy.pdf"):
        page(client, f"{ROOM}{version.pk}/{part}", 404)
    assert "version 2" not in page(client, ROOM)


@pytest.mark.row("POL-15")
def test_the_version_in_force_and_its_history_are_public(life: Life) -> None:
    version, visitor = approved(life), Client()
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    said = page(visitor, "/elmfield/policy/")
    assert "<dt>Version</dt><dd>2</dd>" in said
    assert "14 October 2026, the governing body, minute 7" in said
    listed = page(visitor, ROOM)
    assert ("in force" in listed, "replaced" in listed) == (True, True)
    assert "Chandra Chair" in page(visitor, f"{ROOM}{version.pk}/")
    assert "replaced" in page(visitor, f"{ROOM}{life.first.pk}/")


def test_comments_of_a_consultation_stay_inside(life: Life) -> None:
    version = drafted(life)
    actions.consult(version=version, group="staff", on=TODAY, channel="meeting",
                    comments="Too strict, says somebody.", by=life.cast.head, at=NOW)  # fmt: skip
    assert "Too strict" in page(client_of(life.cast.head), f"{ROOM}{version.pk}/")
    actions.revise(version=version, on=TODAY, revisers=["Head"], change="All.", by=life.cast.head,
                   at=NOW)  # fmt: skip
    actions.close_consultation(version=version, by=life.cast.head, at=NOW)
    signature = actions.Signature("the governing body", "7", TODAY, "password")
    actions.approve(version=version, signature=signature, text_hash=version.text_hash,
                    by=life.chair, at=NOW)  # fmt: skip
    version.refresh_from_db()
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    said = page(Client(), f"{ROOM}{version.pk}/")
    assert ("meeting" in said, "Too strict" in said) == (True, False)


def test_a_whole_life_in_the_browser(life: Life, head: Client) -> None:
    head.post(f"{ROOM}draft/", {"document": ""})
    version = Version.objects.get(stage="draft", document="")
    here = f"{ROOM}{version.pk}/"
    assert head.post(f"{here}edit/", edits(version, save="1")).status_code == 302
    head.post(f"{here}consult/", {"group": "staff", "on": "14/10/2026", "channel": "meeting"})
    head.post(f"{here}revise/", {"revisers": "Hana Head\nE-safety lead", "on": "14/10/2026",
                                 "change": "Stricter."})  # fmt: skip
    head.post(f"{here}consulted/")
    chair = client_of(life.chair)
    assert [one.title for one in needs_of(life.chair)] == [
        "Approve: Staying safe online, version 2"
    ]
    said = page(chair, f"{here}approve/")
    assert "Clauses that differ from the version before: 1.1" in said
    version.refresh_from_db()
    signs = {"text_hash": version.text_hash, "minute": "7", "confirms": "on"}
    signs |= {"committee": "the governing body", "on": "14/10/2026"}
    chair.post(f"{here}approve/", signs)
    assert "Put in force" in " ".join(one.title for one in needs_of(life.cast.head))
    head.post(f"{here}publish/", {"from_on": "17/10/2026"})
    version.refresh_from_db()
    assert (version.stage, version.from_on) == ("approved", in_days(3).date())
    said = page(head, here)
    assert "comes into force on 17 October 2026" in said
    assert "E-safety lead" in said
    assert "demonstration link" in said  # how the signer proved who they are
    assert Entry.objects.latest("sequence").verb == PoliciesVerb.POLICY_PUBLISHED


def test_whoever_signs_must_have_proved_themselves_just_now(life: Life) -> None:
    version = consulted(life)
    client = client_of(life.chair)
    session = client.session
    del session["demonstration"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": NOW.timestamp() - 600, "username": "c"}
    ]
    session.save()
    answer = client.get(f"{ROOM}{version.pk}/approve/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")


def test_what_is_typed_is_checked_at_its_line_and_kept(life: Life, head: Client) -> None:
    version = drafted(life)
    wrong = STRICTER.replace("answer: not allowed", "anser: not allowed")
    before = Entry.objects.count()
    answer = head.post(f"{ROOM}{version.pk}/typing/", edits(version, text=wrong)).content.decode()
    line = wrong.split("\n").index("anser: not allowed") + 1
    assert f"Line {line}" in answer
    assert "Did you mean" in answer
    assert (Typing.objects.get().text, Entry.objects.count()) == (wrong, before)
    said = page(head, f"{ROOM}{version.pk}/edit/")
    assert "anser: not allowed" in said
    assert "did not save it" in said
    version.refresh_from_db()
    assert "anser" not in version.files["policy.md"]


def test_check_works_without_a_script_and_keeps_what_was_typed(life: Life, head: Client) -> None:
    version = drafted(life)
    wrong = STRICTER.replace("answer: not allowed", "anser: not allowed")
    sent = edits(version, text=wrong, check="1")
    said = head.post(f"{ROOM}{version.pk}/edit/", sent).content.decode()
    assert "anser: not allowed" in said
    assert "2 mistakes to mend" in said or "1 mistake to mend" in said


def test_one_clause_is_written_alone(life: Life, head: Client) -> None:
    version = drafted(life)
    said = page(head, f"{ROOM}{version.pk}/edit/?piece=2")
    assert "1.1 Photographs" in said
    assert "# 1 Pictures" not in said.partition("<textarea")[2].partition("</textarea>")[0]
    new = "## 1.1 Photos\nOnly with a school camera."
    sent = edits(version, text=new, piece="2", save="1")
    head.post(f"{ROOM}{version.pk}/edit/", sent)
    version.refresh_from_db()
    text = version.files["policy.md"]
    assert new in text
    assert "## 1.2 Behaviour" in text
    assert version.edition == 2


def test_the_second_editor_sees_both_texts_and_chooses(life: Life, head: Client) -> None:
    version = drafted(life)
    theirs = STRICTER.replace("Pictures", "Photos")
    actions.save_draft(version=version, texts={"policy.md": theirs}, edition=1, by=life.cast.head,
                       at=NOW)  # fmt: skip
    mine = STRICTER.replace("Pictures", "Images")
    answer = head.post(f"{ROOM}{version.pk}/edit/", edits(version, text=mine, save="1"))
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "-# 1 Photos" in said
    assert "+# 1 Images" in said
    version.refresh_from_db()
    assert "Photos" in version.files["policy.md"]
    head.post(f"{ROOM}{version.pk}/edit/", edits(version, text=mine, save="1"))
    version.refresh_from_db()
    assert (version.edition, "Images" in version.files["policy.md"]) == (3, True)


def test_the_other_editor_is_named_while_both_write(life: Life, head: Client) -> None:
    version = drafted(life)
    actions.keep_typing(version=version, part="policy.md", text="x", edition=1, by=life.cast.head,
                        at=NOW)  # fmt: skip
    life.cast.teacher.role = "esafety_coordinator"
    life.cast.teacher.save()
    assert "Hana Head is writing in this draft too" in page(
        client_of(life.cast.teacher), f"{ROOM}{version.pk}/edit/"
    )
    actions.drop_typing(version=version, by=life.cast.head, at=NOW)
    assert not Typing.objects.exists()


@pytest.mark.row("POL-03")
def test_another_author_needs_a_name_and_details(life: Life, head: Client) -> None:
    version = drafted(life)
    sent = {"title": "Safe", "version": "2", "written_by": "other", "edition": "1",
            "revision": "partial", "approver": "governors", "review": "2027"}  # fmt: skip
    said = head.post(f"{ROOM}{version.pk}/header/", sent).content.decode()
    assert "give the name and the details" in said
    head.post(f"{ROOM}{version.pk}/header/", sent | {"author": "A trust", "author_details": "CC"})
    version.refresh_from_db()
    assert 'written_by = "other"' in version.files["policy.md"]
    said = page(head, f"{ROOM}{version.pk}/")
    assert "A trust" in said
    assert "answer: not allowed" in version.files["policy.md"]


def test_one_type_of_revision_is_chosen(life: Life, head: Client) -> None:
    version = drafted(life)
    sent = {"title": "Safe", "version": "2", "edition": "1", "revision": "partial, new"}
    assert head.post(f"{ROOM}{version.pk}/header/", sent).status_code == 200
    version.refresh_from_db()
    assert version.edition == 1


@pytest.mark.row("POL-26")
def test_the_commitment_stands_on_policy_version_and_forms(life: Life, head: Client) -> None:
    version = drafted(life)
    for path in ("/elmfield/policy/", f"{ROOM}{life.first.pk}/text/", f"{ROOM}{version.pk}/",
                 f"{ROOM}{version.pk}/header/", f"{ROOM}{version.pk}/consult/"):  # fmt: skip
        assert "Children come first here." in page(head, path), path


def test_a_version_is_had_on_paper(life: Life) -> None:
    answer = Client().get(f"{ROOM}{life.first.pk}/policy.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'inline; filename="elmfield-policy-1.pdf"'


def test_the_child_document_is_flagged_as_not_approved(life: Life, head: Client) -> None:
    said = page(head, ROOM)
    assert "Class Dojo, version 1 is not approved, and does not hold" in said


def test_the_register_shows_gaps_and_takes_what_is_superseded(life: Life, head: Client) -> None:
    here = "/elmfield/policy/related/"
    assert "behaviour policy" in page(head, here)
    head.post(here, {"name": "Dogs", "place": "Office"})
    head.post(f"{here}superseded/?name=Dogs", {"instead": "Pets", "on": "14/10/2026"})
    assert "by Pets" in page(head, here)
    assert client_of(life.cast.governor).post(here, {"name": "Cats"}).status_code == 403
    page(client_of(life.cast.pupil), here, 403)
