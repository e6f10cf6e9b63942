"""Tasks of a case: given, done with the entry that proves it, handed over."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Asked, UnableToAct
from schoolgate.concerns.models import Case, Task
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, Cast, needs_of
from tests.concerns.working import page_of, sent

SECRET_TASK = "Ring the Falkes tonight"


@pytest.fixture
def task(cast: Cast, case: Case) -> Task:
    """The teacher is asked to do something."""
    actions.admit(case=case, person=cast.teacher, why="Teaches.", by=cast.dsl, at=NOW)
    asked = Asked("do", SECRET_TASK, NOW, person=cast.teacher)
    made = actions.give_task(case=case, asked=asked, by=cast.dsl, at=NOW)
    assert made is not None
    return made


def test_a_task_is_on_the_list_of_who_has_it_without_a_word_of_the_case(
    cast: Cast, case: Case, task: Task
) -> None:
    (need,) = [one for one in needs_of(cast.teacher) if "Do a task" in one.title]
    assert (need.title, need.due) == (f"Do a task: {case}", NOW.date())
    assert SECRET_TASK not in need.title
    assert SECRET_TASK in page_of(cast.teacher, case)
    assert SECRET_TASK.encode() not in bytes(task.words)
    assert not [one for one in needs_of(cast.technician) if "task" in one.title]


def test_a_task_is_done_with_the_entry_that_proves_it(cast: Cast, case: Case, task: Task) -> None:
    page = f"{case.pk}/tasks/{task.pk}/done/"
    assert "Write this down" in sent(cast.teacher, page, why="").text
    assert sent(cast.teacher, page, why="Rang at six.").status_code == 302
    task.refresh_from_db()
    assert task.done_by is not None
    assert task.done_by.kind == "done"
    assert "Rang at six." in page_of(cast.dsl, case)
    with pytest.raises(UnableToAct, match="done already"):
        actions.do_task(task=task, words="Again.", by=cast.teacher, at=NOW)
    assert Kept.objects.filter(verb="concerns:task:done").count() == 1


def test_a_task_is_handed_to_another_who_sees_the_case(cast: Cast, case: Case, task: Task) -> None:
    with pytest.raises(UnableToAct, match="may see the case"):
        actions.hand_over(task=task, to=cast.technician, why="Away.", by=cast.teacher, at=NOW)
    page = f"{case.pk}/tasks/{task.pk}/hand-over/"
    assert sent(cast.teacher, page, person=cast.head.pk, why="Away.").status_code == 302
    task.refresh_from_db()
    assert task.person == cast.head
    assert not [one for one in needs_of(cast.teacher) if "task" in one.title]
    with pytest.raises(UnableToAct, match="Somebody else was asked"):
        actions.do_task(task=task, words="Did it.", by=cast.teacher, at=NOW)


def test_the_same_form_gives_one_task_and_only_who_leads_gives_any(
    cast: Cast, case: Case, task: Task
) -> None:
    assert sent(cast.teacher, f"{case.pk}/tasks/", person=cast.head.pk, why="x").status_code == 403
    ticket = "6f8b8f0e-0000-4000-8000-00000000000a"
    said = {"person": cast.head.pk, "why": "Ring.", "due_at": "15/10/2026 09:00", "ticket": ticket}
    for _ in range(2):
        assert sent(cast.dsl, f"{case.pk}/tasks/", **said).status_code == 302
    assert Task.objects.count() == 2
    outsider = sent(cast.dsl, f"{case.pk}/tasks/", **said | {"person": cast.parent.pk})
    assert "Choose one of these" in outsider.text or outsider.status_code == 200
    assert Task.objects.count() == 2


def test_another_case_s_task_is_not_there(cast: Cast, case: Case, task: Task) -> None:
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    assert [words for _, words in queries.tasks(opened)] == [SECRET_TASK]
    assert sent(cast.dsl, f"{case.pk}/tasks/{task.pk + 1}/done/", why="x").status_code == 404
    assert sent(cast.parent, f"{case.pk}/tasks/{task.pk}/done/", why="x").status_code == 404
