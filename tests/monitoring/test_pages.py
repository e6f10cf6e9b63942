"""Pages of monitoring: what stands on them, and what does not."""

from __future__ import annotations

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.models import LookUp
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import again, asked, hands, looked, raised, visited, waiting

pytestmark = pytest.mark.django_db


def test_the_record_of_a_look_shows_clause_reason_queries_and_who_was_told_of_monitoring(
    cast: Cast,
) -> None:
    visited(cast.teacher, "news.example")
    row = asked(cast)
    looked(row, cast.technician)
    page = client_of(cast.head).get(f"/elmfield/look-ups/{row.pk}/").text
    for said in ("Clause 11.2", "A parent saw something on the board.", "14 days are ours",
                 "Knows that use is monitored", "No confirmation is on record"):  # fmt: skip
        assert said in page, said
    assert "news.example" not in page  # the record says how many rows, and never what


def test_the_notice_on_paper_is_shown_to_who_delivers_it_and_to_nobody_else(cast: Cast) -> None:
    row = asked(cast)
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    there = f"/elmfield/look-ups/{row.pk}/deliver/"
    assert "Dear Tara Teacher" in client_of(cast.head).get(there).text
    assert "Dear Tara Teacher" not in client_of(cast.technician).get(there).text


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(cast: Cast) -> None:
    sent = {"ticket": "6f8b8f0e-0000-4000-8000-000000000014", "about": cast.teacher.pk,
            "doer": cast.technician.pk, "reviewer": cast.head.pk, "purpose": "unsuitable",
            "reason": "A parent saw it.", "exception": "", "scopes": ["web"],
            "first": "13/10/2026", "last": "14/10/2026", "from_at": "14/10/2026 10:30",
            "until_at": "15/10/2026 10:30"}  # fmt: skip
    page = client_of(cast.head).post("/elmfield/look-ups/new/", sent).text
    assert "Whoever approves a look does not review it." in page
    assert "A parent saw it." in page
    assert not LookUp.objects.exists()


def test_who_looked_at_my_data_says_what_is_tellable_and_no_more(cast: Cast) -> None:
    client = client_of(cast.teacher)
    assert "nothing to tell you now" in client.get("/elmfield/my-data/").text
    row = asked(cast)
    assert "nothing to tell you now" in client.get("/elmfield/my-data/").text
    assert client.get(f"/elmfield/my-data/{row.pk}/").status_code == 404
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    page = client.get("/elmfield/my-data/").text
    assert "Authorised by Hana Head" in page
    assert "within 14 days" in page
    assert client_of(cast.dsl).get(f"/elmfield/my-data/{row.pk}/").status_code == 404
    assert client.get(f"/elmfield/my-data/{row.pk}/").status_code == 200
    assert again(row).written["delivered"].means == "read on screen"


def test_lists_of_alerts_name_nobody_and_the_page_of_one_does(cast: Cast) -> None:
    hands(cast)
    alert, client = raised(cast, cast.pupil), client_of(cast.dsl)
    assert cast.pupil.name not in client.get("/elmfield/alerts/").text
    assert cast.pupil.name not in " ".join(waiting(cast.dsl))
    page = client.get(f"/elmfield/alerts/{alert.pk}/").text
    assert cast.pupil.name in page
    assert "never shown" not in page
