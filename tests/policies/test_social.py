"""What counts as social media: a list that is never complete, and that the school adds to."""

from __future__ import annotations

import pytest
from django.test import Client

from schoolgate.people.actions import NotAllowed
from schoolgate.policies import actions, social
from schoolgate.policies.models import SocialService
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

PAGE = "/elmfield/policy/social-media/"
FORM = "/elmfield/policy/social-media/keep/"
OURS = {"name": "Playground", "domain": "https://www.playground.example/home"}


@pytest.fixture
def heath(cast: Cast) -> Cast:
    """Elmfield goes by Cotmanhay's policy, which names Snapchat and TikTok."""
    cast.school.pack = "cotmanhay"
    cast.school.save()
    return cast


def said(service: str, category: str) -> str:
    text = Client().get(PAGE, {"service": service, "category": category}).text
    return " ".join(text.split())


@pytest.mark.row("POL-14")
def test_a_service_on_no_list_counts_by_its_kind(heath: Cast) -> None:
    assert "treated as social media: clause 7.1 names it" in said(
        "https://www.tiktok.com/", "other"
    )
    assert "</strong> is treated as social media: it is on no list" in said("new.example", "social")
    assert "</strong> is treated as social media: it is on no list" in said("Xbox", "gaming")
    assert "</strong> is not treated as social media" in said("sums.example", "other")
    assert social.is_social(heath.school, "new.example", category="Social networking").is_social
    assert not social.is_social(heath.school, "nottiktok.example", category="News").is_social


@pytest.mark.row("POL-14")
def test_each_policy_names_its_own(cast: Cast) -> None:
    for pack, is_named in (("ashbrook", False), ("cotmanhay", True), ("thatto-heath", False)):
        cast.school.pack = pack
        cast.school.save()
        found = social.is_social(cast.school, "Snapchat", category="social")
        assert (found.is_social, found.listed is not None) == (True, is_named)


@pytest.mark.row("POL-14")
def test_the_school_adds_to_the_list_and_takes_off(heath: Cast) -> None:
    head = client_of(heath.head)
    assert "not treated" in said("play.playground.example", "other")
    assert "Playground is on the list." in head.post(FORM, OURS, follow=True).text
    assert "it is on the school&#x27;s list" in said("play.playground.example", "other")
    assert "on the list already" in head.post(FORM, OURS).text
    one = SocialService.objects.get()
    assert one.domain == "playground.example"
    assert OURS["name"] not in {one.name for one in social.listed(heath.other_head.school)}
    head.post(FORM, {"off": str(one.pk)})
    assert "not treated" in said("play.playground.example", "other")
    assert "not on the list any more" in head.post(FORM, {"off": str(one.pk)}).text
    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))[-2:]
    assert verbs == [PoliciesVerb.SERVICE_LISTED, PoliciesVerb.SERVICE_UNLISTED]


def test_only_those_who_write_the_policy_keep_the_list(heath: Cast) -> None:
    assert Client().post(FORM, OURS).status_code == 302  # to sign in
    assert Client().post(PAGE).status_code == 405
    for person in (heath.pupil, heath.technician, heath.teacher, heath.governor, heath.other_head):
        assert client_of(person).post(FORM, OURS).status_code in {403, 404}
        with pytest.raises(NotAllowed):
            actions.list_service(school=heath.school, **OURS, by=person, at=NOW)
    assert not SocialService.objects.exists()
