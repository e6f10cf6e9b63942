"""A document beside the main policy is begun on a page, and then has a life of its own."""

from __future__ import annotations

import pytest
from django.test import Client

from schoolgate.policies import judging, library
from schoolgate.policies.models import Version
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import client_of
from tests.policies.life.conftest import TODAY, Life

PAGE = "/elmfield/policy/versions/new/"
SENT = {"title": "Photo “club” policy", "purpose": "# Pictures that pupils take.\n```rule"}


def test_only_those_who_write_the_policy_begin_a_document(life: Life) -> None:
    before = Version.objects.count()
    assert Client().post(PAGE, SENT).status_code == 302
    for person in (life.cast.pupil, life.cast.technician, life.cast.teacher, life.chair):
        assert client_of(person).post(PAGE, SENT).status_code == 403
    assert client_of(life.cast.other_head).post(PAGE, SENT).status_code == 404
    assert Version.objects.count() == before


def test_a_document_is_begun_on_a_page_and_stands_beside_the_main_policy(life: Life) -> None:
    head = client_of(life.cast.head)
    assert PAGE in head.get("/elmfield/policy/versions/").text
    sent = head.post(PAGE, SENT)
    made = Version.objects.get(document="photo-club-policy")
    assert sent.headers["Location"] == f"/elmfield/policy/versions/{made.pk}/edit/"
    assert (made.stage, made.number, made.title) == ("draft", 1, "Photo “club” policy")
    known = judging.loaded_version(made, on=TODAY)
    assert known.pack.by_ref["PCP1.1"].prose.startswith("Pictures that pupils take.")
    assert "1.1" in known.pack.by_ref  # the main policy beside it
    assert "PCP1.1" not in library.of(life.cast.school).pack.by_ref  # not in force yet
    assert Entry.objects.latest("sequence").verb == PoliciesVerb.VERSION_DRAFTED
    assert head.get(sent.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"title": "", "purpose": "Points."}, "What is it called"),
        ({"title": "!!!", "purpose": "Points."}, "Write what it is called and what it is for."),
        ({"title": "Class Dojo", "purpose": "Points."}, "Begin a draft of that one."),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_is_said_and_what_was_typed_stays(
    life: Life, sent: dict[str, str], says: str
) -> None:
    before = Version.objects.count()
    text = client_of(life.cast.head).post(PAGE, sent).text
    assert says.lower() in text.lower()
    assert "Points." in text
    assert Version.objects.count() == before
