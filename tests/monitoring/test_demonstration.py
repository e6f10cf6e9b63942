"""The demonstration has alerts and a look-up, the same on every day of the week."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE
from schoolgate.monitoring.models import Alert, LookUp, Rota
from schoolgate.monitoring.queries import rotas as queries
from schoolgate.people.actions import set_up_demonstration
from schoolgate.people.models import Person, School
from tests.cast import NOW, client_of
from tests.monitoring.working import verbs


@pytest.mark.django_db
@pytest.mark.parametrize("later", [0, 1, 3])
def test_it_shows_two_alerts_and_a_look_that_is_open(later: int) -> None:
    at = NOW + dt.timedelta(days=later)
    for _ in range(2):
        set_up_demonstration(at=at)
    brookside = School.objects.get(slug="brookside")
    actions.read_on(school=brookside, by=MACHINE, at=at)
    assert sorted(Alert.objects.values_list("head", "whom")) == [
        ("circumvention", "dsl"), ("private_use", "headteacher"),
    ]  # fmt: skip
    assert [one.about.name for one in LookUp.objects.all()] == ["Lena Novak"]
    assert verbs() == [
        "alert:raised", "alert:raised", "look-up:asked", "rota:published", "rota:filled",
        "rota:filled",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("later", [0, 3, 4])  # a Wednesday, a Saturday, a Sunday
def test_it_shows_a_rota_of_weekends_that_is_filled_by_half(later: int) -> None:
    for _ in range(2):
        set_up_demonstration(at=NOW + dt.timedelta(days=later))
    plan = queries.plan_of(Rota.objects.get())
    assert len(plan.watching) == 8
    assert plan.empty
    keeper = Person.objects.get(school__slug="brookside", external_id="S09")
    assert "The next four weekends" in client_of(keeper).get("/brookside/rotas/").text
