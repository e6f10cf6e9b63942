"""What an approved version says hangs on no file: its template's issue is stored with it."""

from __future__ import annotations

import json
from collections import OrderedDict
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.policies import actions, issues, library, queries
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Issue, Version
from schoolgate.policies.rules import Question
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.records import triggers

# Clause 5.9.no_debate of issue 5, which Cotmanhay inherits without a word of its own.
QUESTION = Question("teacher", "post", "comment", {"channel": "parents_facebook_group"}, NOW)
WORDS = "Members of staff must not be drawn into the discussion"


def as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what this process holds of versions and issues."""
    monkeypatch.setattr(library, "_held", OrderedDict())
    monkeypatch.setattr(issues, "_held", OrderedDict())


def turn_round(packs: Path) -> None:
    """Edit the county's issues where they lie: refusals of 5 permit, and 2 below it says more."""
    path = packs / "derbyshire" / "5" / "policy.md"
    text = path.read_text("utf-8").replace(WORDS, "Members of staff may join the discussion")
    path.write_text(text.replace("answer: not allowed", "answer: allowed"), "utf-8")
    with (packs / "derbyshire" / "2" / "policy.md").open("a", encoding="utf-8") as below:
        below.write("\n## 99.1 Afterthought\nStaff are to be careful.\n")


def said(cast: Cast) -> tuple[object, ...]:
    """The policy in force: its answer, hash, findings, and the words of an inherited clause."""
    known = library.of(cast.head.school)
    texts = "\n".join(clause.prose for clause in known.pack.clauses)
    found = library.found_in(known, NOW.date())
    answer = known.pack.book.decide(QUESTION)
    return answer.outcome, answer.clauses, known.pack.hash, found, WORDS in texts


def test_an_edited_file_moves_nothing_that_was_approved(
    elmfield: Cast, own_packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, on_file = said(elmfield), library.loaded("cotmanhay").pack.hash
    assert (before[0], before[-1]) == ("not allowed", True)
    turn_round(own_packs)
    as_in_a_new_process(monkeypatch)
    assert library.loaded("cotmanhay").pack.hash != on_file  # the file did change
    assert said(elmfield) == before
    version = Version.objects.get(school=elmfield.school, document="")
    assert queries.of_version(version).pack.hash == version.hash == before[2]
    told = Entry.objects.get(verb="policies:version:adopted", object_id=str(version.pk))
    assert json.loads(told.body or "")["issue"] == version.issue_id


def test_a_template_that_is_gone_from_the_disk_is_not_missed(
    elmfield: Cast, own_packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said(elmfield)
    (own_packs / "derbyshire" / "5" / "policy.md").unlink()
    as_in_a_new_process(monkeypatch)
    assert said(elmfield) == before


def test_a_draft_takes_the_file_as_it_is_when_it_is_saved(elmfield: Cast, own_packs: Path) -> None:
    school, head = elmfield.head.school, elmfield.head
    first = actions.draft(school=school, by=head, at=NOW)
    turn_round(own_packs)
    assert queries.of_version(first).pack.hash == first.hash  # not until somebody saves
    saved = actions.save_draft(version=first, texts=first.files, edition=1, by=head, at=NOW)
    assert (saved.issue_id != first.issue_id, saved.hash != first.hash) == (True, True)
    assert Issue.objects.filter(name="derbyshire@5").count() == 2


def test_schools_share_what_is_stored_of_an_issue(elmfield: Cast) -> None:
    school = elmfield.other_head.school
    school.pack = "cotmanhay"
    school.save()
    actions.adopt(school=school, by=elmfield.other_head, at=NOW)
    of_both = Version.objects.filter(issue=Issue.objects.get(name="derbyshire@5"))
    assert {one.school_id for one in of_both} >= {school.pk, elmfield.school.pk}


def test_a_stored_issue_is_never_changed(elmfield: Cast) -> None:
    for change in (Issue.objects.all().delete, lambda: Issue.objects.update(content="{}"),
                   lambda: Version.objects.update(issue=None)):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert not Issue.objects.filter(content="{}").exists()


def refused(cast: Cast) -> str:
    with pytest.raises(PackError) as told:
        library.of(cast.head.school)
    (mistake,) = told.value.mistakes
    return mistake.text


def test_a_text_that_was_tampered_with_answers_nothing(
    elmfield: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Issue.objects.get(name="derbyshire@5")
    content = json.loads(row.content)
    content["texts"]["policy.md"] = content["texts"]["policy.md"].replace("not allowed", "allowed")
    as_in_a_new_process(monkeypatch)
    with triggers.switched_off(connection):
        Issue.objects.filter(pk=row.pk).update(content=json.dumps(content))
    assert refused(elmfield) == (
        "the stored text of derbyshire@5 is not the one that was stored. "
        "Restore the database from a backup."
    )
    with triggers.switched_off(connection):
        Issue.objects.filter(pk=row.pk).update(content=row.content)
        mine = Version.objects.get(school=elmfield.school, document="")
        Version.objects.filter(pk=mine.pk).update(texts=mine.texts.replace("staff", "pupils"))
    assert "is not the one that was stored" in refused(elmfield)


def test_a_version_without_its_template_says_so_and_reads_no_file(
    elmfield: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_a_new_process(monkeypatch)
    with triggers.switched_off(connection):
        Version.objects.update(issue=None)
    assert refused(elmfield) == (
        "the stored text of derbyshire@5 was never stored with this version. "
        "Draft it anew and approve it."
    )
