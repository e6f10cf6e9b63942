"""Ask, about posts: what a friend, a parent or a stranger wrote."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from schoolgate.people.models import School

ABUSED = ["recipient:social_media_site", "content:abusive", "subject:self"]


@pytest.fixture(params=["ashbrook", "cotmanhay"])
def school(request: pytest.FixtureRequest, db: None) -> School:
    """A school with each of the two policies that speak of posts."""
    return School.objects.create(slug="elm", name="Elm", pack=request.param)


def _answer(client: Client, what: str, facts: list[str]) -> str:
    """What the page says once the last fact is answered, as somebody presses the button."""
    *known, last = facts
    fields = {"who": "teacher", "what": what, "step": "fact", "fact": known, "answer": last}
    page = client.post("/elm/ask/", fields, follow=True).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.row("CON-20")
def test_over_a_friends_post_one_acts_oneself_and_may_tell_the_headteacher(
    client: Client, school: School
) -> None:
    said = _answer(client, "request:comment_removal", ["sender:friend", "subject:self"])
    assert "Yes, this is allowed" in said
    assert "asking the friend and the site to take it down" in said
    assert "may also tell the headteacher" in said


@pytest.mark.row("CON-20")
@pytest.mark.row("CON-49")
@pytest.mark.parametrize(
    ("what", "sender"),
    [("request:comment_removal", "parent"), ("reply:comment", "parent"),
     ("reply:comment", "colleague")],
)  # fmt: skip
def test_over_a_post_of_the_school_community_one_tells_the_headteacher(
    client: Client, school: School, what: str, sender: str
) -> None:
    facts = [f"sender:{sender}", "content:abusive", "subject:self"]
    said = _answer(client, what, facts)
    assert "No, this is not allowed" in said
    assert "tell the headteacher as soon as possible" in said
    assert "Do not try to deal with it yourself" in said


@pytest.mark.row("CON-49")
def test_over_abuse_by_strangers_the_site_has_its_own_tool_and_the_headteacher_may_be_told(
    client: Client, school: School
) -> None:
    said = _answer(client, "report:comment", ABUSED)
    assert "Yes, this is allowed" in said
    assert "the sites have ways to report abuse" in said
    assert "wise to let the headteacher know too" in said
