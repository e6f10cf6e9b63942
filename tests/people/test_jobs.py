"""Background jobs as a school's people see them: their own school's, run again by those who may."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from schoolgate.jobs import leases, letters, progress, rules, whose
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.working import Worker, run
from schoolgate.people import actions, background, needs
from schoolgate.people.models import Person, School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.jobs import tasks

pytestmark = pytest.mark.django_db
PAGE = "/elmfield/jobs/"


def failed(school: School | None, trouble: str = "The disk is full. Make room.") -> Job:
    """A job of a school that has failed for good."""
    return Job.objects.create(
        task=tasks.fail_in_words.module_path, arguments='[["Pip Pupil"],{}]', state=State.FAILED,
        due_at=NOW, made_at=NOW, finished_at=NOW, attempts=rules.ATTEMPTS, trouble=trouble,
        school=school.pk if school else None,
    )  # fmt: skip


def text(who: Person, query: str = "") -> str:
    answer = client_of(who).get(PAGE + query)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.text)


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="people:job").order_by("sequence")
    return [str(entry.verb) for entry in found]


def again(job: Job) -> str:
    return f"{PAGE}{job.pk}/again/"


def test_a_stranger_signs_in_first_and_runs_nothing(cast: Cast) -> None:
    job = failed(cast.school)
    assert "/account/" in Client().get(PAGE).headers["Location"]
    assert "/account/" in Client().post(again(job)).headers["Location"]
    job.refresh_from_db()
    assert (job.state, acts()) == (State.FAILED, [])


@pytest.mark.parametrize("who", ["pupil", "teacher", "dsl", "governor"])
def test_who_keeps_no_machine_sees_no_job(cast: Cast, who: str) -> None:
    job, client = failed(cast.school), client_of(getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.post(again(job)).status_code == 403
    with pytest.raises(actions.NotAllowed):
        actions.run_again(pk=job.pk, by=getattr(cast, who), at=NOW)
    assert not background.seen(viewer=getattr(cast, who), on=NOW.date()).exists()
    job.refresh_from_db()
    assert (job.state, acts()) == (State.FAILED, [])


def test_another_schools_jobs_are_not_there(cast: Cast) -> None:
    theirs, ours = failed(cast.other_school), failed(cast.school)
    technician = client_of(cast.technician)
    assert [row["Job"] for row in rows(cast.technician)] == [str(ours.pk)]
    assert technician.get(again(theirs)).status_code == 404
    assert technician.post(again(theirs)).status_code == 404
    with pytest.raises(actions.NotAllowed):
        actions.run_again(pk=theirs.pk, by=cast.technician, at=NOW)
    other = client_of(cast.other_head)
    assert other.get(PAGE).status_code == 404
    assert other.post(again(ours)).status_code == 404
    assert set(Job.objects.values_list("state", flat=True)) == {State.FAILED}
    assert acts() == []


def rows(who: Person, query: str = "") -> list[dict[str, str]]:
    answer = client_of(who).get(f"{PAGE}?as=csv{query}")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_work_of_the_installation_is_shown_where_one_school_has_it_to_itself(cast: Cast) -> None:
    job = failed(None)
    assert rows(cast.technician) == []
    assert client_of(cast.technician).post(again(job)).status_code == 404
    Person.objects.filter(school=cast.other_school).delete()
    School.objects.filter(pk=cast.other_school.pk).delete()
    assert [row["Job"] for row in rows(cast.technician)] == [str(job.pk)]


def test_the_page_says_what_failed_and_why_and_names_nobody(cast: Cast) -> None:
    failed(cast.school)
    said = text(cast.technician)
    assert "Fail with a sentence that may be shown" in said
    assert "The disk is full. Make room." in said
    assert "Pip" not in said
    assert "What comes next by the clock" in said
    assert "Write on Monday to staff and governors" in said


def test_states_are_chosen_and_columns_sorted(cast: Cast) -> None:
    with whose.of_school(cast.school.pk):
        for _ in range(60):
            tasks.nothing.enqueue()
        running = tasks.two_seconds.using(priority=5).enqueue("path")
    failed(cast.school)
    taken = leases.take("a", timezone.now())
    assert taken is not None
    assert str(taken.pk) == running.id
    assert leases.tell(taken, 3, 10)
    assert [row["State"] for row in rows(cast.technician)][:3] == ["failed", "running", "waiting"]
    assert [row["State"] for row in rows(cast.technician, "&sort=state")][-1] == "waiting"
    assert len(rows(cast.technician, "&state=waiting")) == 60
    said = text(cast.technician)
    assert "3 of 10" in said
    assert "1 to 50 of 62 jobs" in said
    assert "1 to 50 of 60 jobs" in text(cast.technician, "?state=waiting&sort=what")
    assert "No job is in this state." in text(cast.technician, "?state=done")


def test_a_failed_job_is_run_again_after_a_question(cast: Cast) -> None:
    job = failed(cast.school)
    client = client_of(cast.technician)
    asked = html.unescape(client.get(again(job)).text)
    assert "Run this job again?" in asked
    assert "It failed. The disk is full. Make room." in asked
    assert acts() == []
    answer = client.post(again(job), follow=True)
    assert "is tried again, 6 times if need be." in html.unescape(answer.text)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    assert acts() == [PeopleVerb.JOB_RUN_AGAIN]
    entry = Entry.objects.get(verb=PeopleVerb.JOB_RUN_AGAIN)
    assert (entry.actor_label, entry.object_label) == (
        "Tek Nishan", "Fail with a sentence that may be shown",
    )  # fmt: skip


def test_who_comes_second_is_told_and_nothing_runs_twice(cast: Cast) -> None:
    job = failed(cast.school)
    actions.run_again(pk=job.pk, by=cast.head, at=NOW)
    said = html.unescape(client_of(cast.technician).post(again(job)).text)
    assert f"Job {job.pk} has not failed: it is waiting. Look at the list again." in said
    assert acts() == [PeopleVerb.JOB_RUN_AGAIN]


def test_failed_jobs_stand_on_the_technicians_do_list(cast: Cast) -> None:
    failed(cast.other_school)
    assert waiting(cast.technician) == []
    failed(cast.school)
    job = failed(cast.school)
    assert waiting(cast.technician) == ["2 jobs have failed"]
    assert waiting(cast.head) == []
    assert waiting(cast.teacher) == []
    actions.run_again(pk=job.pk, by=cast.technician, at=NOW)
    assert waiting(cast.technician) == ["1 background job has failed"]


def test_without_a_technician_they_wait_for_the_head(cast: Cast) -> None:
    failed(cast.school)
    Person.objects.filter(pk=cast.technician.pk).update(role="teacher")
    assert waiting(cast.head) == ["1 background job has failed"]


def waiting(who: Person) -> list[str]:
    who = Person.objects.select_related("school").get(pk=who.pk)
    return [one.title for one in needs.of(who, NOW) if "/jobs/" in one.url]


def test_a_worker_that_stopped_is_said_aloud(cast: Cast, clock: time_machine.Traveller) -> None:
    with whose.of_school(cast.school.pk):
        tasks.nothing.enqueue()
    assert "The worker has stopped" not in text(cast.technician)
    clock.shift(dt.timedelta(minutes=11))
    assert "The worker has stopped" in text(cast.technician)


def test_a_letter_belongs_to_the_school_that_writes_it(cast: Cast) -> None:
    letters.post("tests:greeting", school=cast.school.pk, person=cast.parent.pk)
    with whose.of_school(cast.other_school.pk):
        letters.post("tests:greeting", person=cast.parent.pk)
    letters.post("tests:greeting", person=cast.parent.pk)
    known = list(Job.objects.order_by("pk").values_list("school", flat=True))
    assert known == [cast.school.pk, cast.other_school.pk, None]
    assert whose.current() is None


@pytest.mark.django_db(transaction=True)
def test_a_job_says_how_far_it_has_come_and_asks_for_its_own_school(cast: Cast) -> None:
    with whose.of_school(cast.school.pk):
        tasks.steps.using(priority=9).enqueue()
    job = leases.take("a", timezone.now())
    assert job is not None
    run(job)
    job.refresh_from_db()
    assert (job.state, job.step, job.steps) == (State.DONE, 2, 2)
    assert Job.objects.get(task=tasks.nothing.module_path).school == cast.school.pk
    progress.tell(1, 2)  # outside a job: nothing to say it of
    Worker().work(until_empty=True)
    assert not Job.objects.filter(state=State.FAILED).exists()
