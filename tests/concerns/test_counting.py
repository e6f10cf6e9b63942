"""The report on whether the policy works, and the points of the families' code as concerns."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, queries, routing
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.situations import CATEGORIES, RISKS
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import IN_SUMMER, last_term

PAGE = "/elmfield/policy/impact/"
SORT = {"situation": "fake-profile", "track": "inappropriate", "seriousness": "ordinary",
        "why": "Read it.", "category": "", "off_site": "no", "beyond_school": "no",
        "behaviour_clause": ""}  # fmt: skip


def _cases(cast: Cast, count: int, category: str) -> None:
    for _ in range(count):
        case = actions.report(school=cast.school, told=told(), by=cast.teacher, at=IN_SUMMER)
        Case.objects.filter(pk=case.pk).update(category=category)


@pytest.mark.row("POL-17")
def test_each_source_has_its_section_and_a_missing_one_is_shown_as_missing(cast: Cast) -> None:
    last_term(cast)
    _cases(cast, 6, "bullying")
    actions.make_term_report(school=cast.school, slug="2025-1", by=cast.head, at=NOW)
    page = client_of(cast.governor).get(f"{PAGE}?of=term-2025-1").text
    heads = ("The log of incidents", "Logs of internet activity", "Data of network monitoring",
             "Surveys of pupils, parents and staff")  # fmt: skip
    assert [page.index(one) for one in heads] == sorted(page.index(one) for one in heads)
    assert page.count("Nothing keeps this here yet") == 3
    assert "Bullying and behaviour" in page
    assert set(RISKS.values()) <= CATEGORIES.keys()
    assert len(CATEGORIES) <= 13
    assert not [one.name for one in Person.objects.exclude(pk=cast.governor.pk) if one.name in page]
    file = client_of(cast.governor).get(f"{PAGE}?of=term-2025-1&as=csv").text
    assert file.count("missing") == 3
    assert Entry.objects.filter(verb="concerns:report:made").count() == 6


def test_pupils_parents_technicians_and_strangers_do_not_read_it(cast: Cast) -> None:
    for who in (cast.pupil, cast.parent, cast.technician, cast.other_head, None):
        assert client_of(who).get(PAGE).status_code in {302, 403, 404}


@pytest.mark.row("AGR-16")
def test_each_point_of_the_parents_code_can_be_chosen_for_a_concern(cast: Cast, case: Case) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")
    points = routing.code_of_families(School.objects.get(pk=cast.school.pk))
    words = ("aged over 13", "no contact with teachers", "no improper posts", "your own child only",
             "no criticism", "no fake profiles", "speak to a member of staff")  # fmt: skip
    assert all(any(word in point for point in points) for word in words)
    client = client_of(cast.dsl)
    form = client.get(f"/elmfield/concerns/{case.pk}/sort/").text
    assert all(point.capitalize().split("’")[0] in form for point in points)
    chosen = next(point for point in points if "fake profiles" in point)
    answer = client.post(f"/elmfield/concerns/{case.pk}/sort/", SORT | {"point": chosen})
    assert answer.status_code == 302
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    (made,) = [one for one in queries.chronology(opened) if one.kind.slug == "sorted"]
    assert made.said["point"] == chosen
    assert Entry.objects.filter(verb="concerns:case:sorted").count() == 1
