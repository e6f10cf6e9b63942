"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from schoolgate.activity.naming import called_by
from schoolgate.approvals import elsewhere
from schoolgate.filtering import following, logged, naming, web_log
from schoolgate.filtering.demonstration import lists as lists_to_show
from schoolgate.filtering.demonstration import outcomes as outcomes_to_show
from schoolgate.filtering.demonstration import requests as requests_to_show
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.filtering.waiting import checks, lists, requests
from schoolgate.people import named_roles, needs
from schoolgate.people.actions import also_show
from schoolgate.people.models import School
from schoolgate.policies import recorded
from schoolgate.policies.asking.leave import Leave


def offer() -> None:
    """Let the Do list show what waits in the filter, and Brookside what the filter has; let who
    asks for a blocked site come to the one form that opens it."""
    logged.offer()
    following.offer()
    named_roles.offer("nominated user")
    called_by(categories={one.slug: one.label for one in CATEGORIES.values()},
              profile=profile_name)  # fmt: skip
    needs.add("filtering", requests.needs)
    needs.add("filtering:checks", checks.faults_found)
    lists.add_all()
    recorded.offer(web_log.NAME, web_log.WebLog())
    elsewhere.add("filtering", _openings)
    also_show("filtering-lists", lists_to_show.show)
    also_show("filtering", requests_to_show.show)
    also_show("filtering-outcomes", outcomes_to_show.show)


def _openings(school: School, leave: Leave) -> str:
    """Return the page on which a site is asked for, where the leave is to open one."""
    known = naming.for_openings(school, on=timezone.localdate())
    return reverse("filtering:opening-new", args=[school.slug]) if known.key == leave.key else ""
