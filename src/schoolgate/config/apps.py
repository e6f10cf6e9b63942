"""Start-up: fills the registries that lower rooms offer."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils import timezone

from schoolgate.web import menu


class Start(AppConfig):
    """Runs once, when Django has loaded every room."""

    name = "schoolgate.config"

    def ready(self) -> None:
        # Django tells only rooms with models that tables were migrated; this one has none.
        post_migrate.connect(_make_cache_table, sender=apps.get_app_config("accounts"))
        menu.shown_to(_may_open)
        for entry in _menu():
            menu.add(entry)


def _menu() -> tuple[menu.Entry, ...]:
    """Return every entry of the menu and of the page of further pages."""
    return (
        menu.Entry("To do", route="people:do", order=5, count=_waiting),
        menu.Entry("Read the policy", route="policies:document", order=10),
        menu.Entry("Ask", route="policies:ask", order=20),
        menu.Entry("Compare", route="policies:compare", order=30),
        menu.Entry("Tell", route="concerns:tell", order=25),
        menu.Entry(
            "Letterbox",
            route="concerns:letterbox",
            order=41,
            about="What came in today without a name",
        ),
        menu.Entry(
            "Opened sites",
            route="filtering:openings",
            order=70,
            about="Ask for a site to be opened for a lesson, and what was decided",
        ),
        menu.Entry(
            "Downloads and what they are for",
            route="filtering:downloads",
            order=70,
            about="Say for which lesson a file is, and what was said before",
        ),
        menu.Entry(
            "Withdrawn access to the internet",
            route="filtering:withdrawals",
            order=72,
            about="Whose, why, by whom, and until when",
        ),
        menu.Entry(
            "Sites for lessons",
            route="filtering:lessons",
            order=70,
            about="Sites looked at before a lesson, and a class that keeps to them",
        ),
        menu.Entry(
            "Sites in the wrong category",
            route="filtering:wrongs",
            order=70,
            about="What was reported about the filter’s lists, and what became of it",
        ),
        menu.Entry(
            "Faults of the filter",
            route="filtering:faults",
            order=71,
            about="When each was found, and when the provider was told",
        ),
        menu.Entry(
            "The filter switched off",
            route="filtering:switch-offs",
            order=71,
            about="When, for whom, why, and who agreed",
        ),
        menu.Entry(
            "Log book and paper forms",
            route="concerns:papers",
            order=42,
            about="Print numbered pages, type them in",
        ),
        menu.Entry(
            "How the internet is used",
            route="activity:usage",
            order=72,
            about="Numbers without names: sites, categories, volumes",
        ),
        menu.Entry(
            "Concerns, term by term",
            route="concerns:term-reports",
            order=43,
            about="Counts without names, for governors",
        ),
        menu.Entry(
            "Posters for “Tell us”",
            route="concerns:posters",
            order=67,
            about="Posters, stickers, newsletter",
        ),
        menu.Entry(
            "Concerns", route="concerns:list", order=40, about="The cases that you are admitted to"
        ),
        menu.Entry(
            "Enquiries by the press",
            route="concerns:media",
            order=46,
            about="Who asked, who answered, and what the school says",
        ),
        menu.Entry(
            "Unofficial pages",
            route="concerns:pages",
            order=47,
            about="Pages and groups about the school, seen from outside",
        ),
        menu.Entry(
            "At the gate",
            route="concerns:gate",
            order=48,
            about="Which leader is there, morning and afternoon",
        ),
        menu.Entry(
            "What I am asked",
            route="concerns:asked",
            order=43,
            about="Meetings, and what to stay out of",
        ),
        menu.Entry(
            "My agreements",
            route="agreements:mine",
            order=68,
            about="What you are asked to sign, and have signed",
        ),
        menu.Entry(
            "Who has signed",
            route="agreements:roster",
            order=69,
            about="The roster of agreements, meetings and reminders",
        ),
        menu.Entry(
            "Sign with a class",
            route="agreements:classes",
            order=69,
            about="The lesson on the agreement, and signing together",
        ),
        menu.Entry(
            "New issue of the template",
            route="policies:proposals",
            order=42,
            about="What the next issue of the template changes, clause by clause.",
        ),
        menu.Entry(
            "Reviews of the policy",
            route="policies:reviews",
            order=43,
            about="When it is due, what opens a review early, old references.",
        ),
        menu.Entry(
            "Access",
            route="access:access",
            order=75,
            about="Who reaches what, and what you may reach",
        ),
        menu.Entry(
            "Lists of the filter",
            route="filtering:lists",
            order=76,
            about="Which lists of sites are in use, and what the school adds",
        ),
        menu.Entry(
            "Changes to the filter",
            route="filtering:changes",
            order=77,
            about="Who changed what, who confirmed it, and who has read it",
        ),
        menu.Entry(
            "Tests of the filter",
            route="filtering:checks",
            order=78,
            about="What was tried, what came of it, and what followed",
        ),
        menu.Entry(
            "The filter and the standards",
            route="filtering:standards",
            order=79,
            about="What UKSIC and the DfE ask, and what is met",
        ),
        menu.Entry(
            "Sources of the log",
            route="gateways:sources",
            order=79,
            about="Which systems send web and mail events, and when each last did",
        ),
        menu.Entry(
            "Alerts",
            route="monitoring:alerts",
            order=72,
            about="What the machine noticed, for you to decide",
        ),
        menu.Entry(
            "Looks at one person’s doings",
            route="monitoring:look-ups",
            order=73,
            about="Authorised in writing, carried out, told, reviewed",
        ),
        menu.Entry(
            "How much mail each employee has",
            route="monitoring:mail-use",
            order=73,
            about="Messages of a week in numbers, where the policy provides for it",
        ),
        menu.Entry(
            "Excessive private mail",
            route="monitoring:private-mail",
            order=73,
            about="Who went beyond what is allowed, week by week, in numbers",
        ),
        menu.Entry(
            "People’s own devices",
            route="monitoring:own-devices",
            order=74,
            about="Whose, when last seen, agreement and training",
        ),
        menu.Entry(
            "Who looked at my data",
            route="monitoring:mine",
            order=74,
            about="Each look at what you did, and what the rules are",
        ),
        menu.Entry(
            "Those who monitor",
            route="monitoring:monitors",
            order=74,
            about="Who looked, who reviewed it, who talks with them",
        ),
        menu.Entry(
            "What the monitoring found",
            route="monitoring:report",
            order=74,
            about="Alerts in numbers, each rule’s record, the daily test",
        ),
        menu.Entry(
            "My class online now",
            route="monitoring:class",
            order=72,
            about="Sites of your own class, while a lesson goes on",
        ),
        menu.Entry(
            "Screens that staff looked at",
            route="monitoring:remotes",
            order=74,
            about="Who looked at which school computer from another place, and when",
        ),
        menu.Entry(
            "Watching our own channels",
            route="monitoring:rotas",
            order=74,
            about="Who looks at the school’s pages at weekends and in holidays",
        ),
        menu.Entry(
            "How things are used",
            route="monitoring:use-checks",
            order=74,
            about="The regular look at network, platform, remote access and e-mail",
        ),
        menu.Entry(
            "Support for whoever looks",
            route="monitoring:talks",
            order=74,
            about="Talks with those who have to look at bad material",
        ),
        menu.Entry(
            "Permissions",
            route="approvals:list",
            order=70,
            about="Ask for permission, decide, see what was granted",
        ),
        menu.Entry(
            "Whether the policy works",
            route="policies:impact",
            order=44,
            about="What the sources say of a term, in numbers",
        ),
        menu.Entry(
            "Versions of the policy",
            route="policies:versions",
            order=50,
            about="Write, consult, approve, and what held when",
        ),
        menu.Entry(
            "Related policies",
            route="policies:related",
            order=52,
            about="What it relies on, and what took whose place",
        ),
        menu.Entry(
            "People",
            route="people:people",
            order=60,
            about="Who is at the school, and what may be done",
        ),
        menu.Entry(
            "Roles", route="people:roles", order=65, about="Who holds which role of the policy"
        ),
        menu.Entry(
            "Duties",
            route="duties:list",
            order=45,
            count=_duties,
            about="What falls due, when, and what proves it",
        ),
        menu.Entry(
            "For the governors",
            route="duties:governors",
            order=49,
            about="What the head confirms, and what is long overdue",
        ),
        menu.Entry(
            "School year",
            route="people:calendar",
            order=66,
            about="Terms, half-terms, INSET and closed days",
        ),
        menu.Entry(
            "Background jobs",
            route="people:jobs",
            order=85,
            about="What waits, runs and has failed by itself",
        ),
        menu.Entry("For me", route="policies:for-everybody", order=15),
        menu.Entry(
            "Notices",
            route="notices:list",
            order=67,
            about="What you were told, and who was told what",
        ),
        menu.Entry(
            "Journal",
            route="records:journal",
            order=90,
            about="What was done, by whom and under which clause",
        ),
        menu.Entry(
            "Accounts", route="accounts:accounts", order=80, about="Who can sign in, and how"
        ),
        menu.Entry("More", route="people:more", order=40),
    )


def _make_cache_table(**more: Any) -> None:
    call_command("createcachetable", verbosity=0)


def _may_open(request: HttpRequest, route: str, school: str) -> bool:
    from schoolgate.config import routes

    account = getattr(request, "account", None)
    if routes.is_public(route):
        return True
    return (
        account is not None
        and account.school.slug == school
        and routes.is_open(route, person=account.person, signed_in=True, on=timezone.localdate())
    )


def _duties(request: HttpRequest) -> int:
    from schoolgate.people import needs

    found = needs.for_menu(request, timezone.now())
    return sum("/duties/" in need.url for need in found)


def _waiting(request: HttpRequest) -> int:
    from schoolgate.people import needs

    return len(needs.for_menu(request, timezone.now()))
