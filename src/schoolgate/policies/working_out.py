"""What the room does in the background: differences, which take seconds, before anybody waits."""

from __future__ import annotations

from django_tasks import task

from schoolgate.people.models import School
from schoolgate.policies import library, queries
from schoolgate.policies.comparing import kept
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Version
from schoolgate.policies.queries import proposals


@task
def compare_version(version: int) -> None:
    """Work out what a version would change, for its page."""
    found = Version.objects.select_related("school").filter(pk=version).first()
    if found is None:
        return
    try:
        before, after = library.of(found.school), queries.of_version(found)
    except PackError:
        return  # the page says what is wrong
    kept.between(before.pack, after.pack)


@task
def compare_offer(school: int) -> None:
    """Work out what each clause of a new issue would change for a school, for its page."""
    here = School.objects.filter(pk=school).first()
    try:
        given = proposals.offer(here) if here is not None else None
    except PackError:
        return
    if given is not None:
        for item in given.items:
            proposals.effect(given, item)
