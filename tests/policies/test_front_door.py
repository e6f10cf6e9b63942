"""A school's own address leads somewhere."""

from __future__ import annotations

from django.test import Client

from schoolgate.records.models import Entry
from tests.cast import Cast, client_of


def leads(client: Client, path: str = "/elmfield/") -> str:
    answer = client.get(path)
    assert answer.status_code == 302
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.headers["Location"]


def test_a_visitor_reads_the_policy_and_whoever_signed_in_there_sees_what_waits(cast: Cast) -> None:
    assert leads(Client()) == "/elmfield/policy/"
    for person in (cast.pupil, cast.technician, cast.head):
        assert leads(client_of(person)) == "/elmfield/do/"
    assert leads(client_of(cast.other_head)) == "/elmfield/policy/"
    assert Client().get("/elmfield/", follow=True).status_code == 200
    assert Client().get("/nowhere/").status_code == 404
    assert Client().post("/elmfield/").status_code == 405
    assert not Entry.objects.filter(verb__startswith="policies:").exists()  # nothing is done
