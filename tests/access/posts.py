"""What the pages of access are sent, and the act that each leaves."""

from __future__ import annotations

import datetime as dt

from schoolgate.access.actions import candidates, declarations, reviews, sightings
from schoolgate.access.models import (
    Checklist,
    Credential,
    Entrant,
    Group,
    Guest,
    Holding,
    ITSystem,
    Place,
    ReviewLine,
    RouteReport,
    Surplus,
)
from schoolgate.access.rules.declarations import About, Tie
from schoolgate.access.rules.sightings import Recipient
from schoolgate.access.verbs import AccessVerb
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.models import Appointment, Person
from schoolgate.people.verbs import PeopleVerb
from tests.cast import NOW, Cast
from tests.posts import Sent

TODAY = NOW.date()
A_DAY = dt.timedelta(days=1)
_SOON = "20/10/2026"


def _act(name: str, /, **data: str) -> dict[str, str]:
    return {"act": name} | {key.replace("__", "-"): value for key, value in data.items()}


def _someone(cast: Cast, **more: object) -> Person:
    values = {"school": cast.school, "name": "Nia New", "role": "teacher"}
    return Person.objects.create(**(values | more))


def _guest(cast: Cast) -> dict[str, int]:
    person = _someone(cast, role="guest", starts_on=TODAY, ends_on=TODAY + 5 * A_DAY)
    made = Guest.objects.create(
        school=cast.school, person=person, sponsor=cast.teacher, purpose="reads with us",
        from_on=TODAY, until_on=TODAY + 5 * A_DAY, invited_at=NOW, invited_by="The office",
    )  # fmt: skip
    return {"pk": made.pk, "person": person.pk}


def _passed(cast: Cast) -> dict[str, int]:
    made = _guest(cast)
    person = Person.objects.get(pk=made["person"])
    person.gate_records.create(
        school=cast.school,
        gate="guest-agreement",
        waived=False,
        words="signed",
        recorded_at=NOW,
        recorded_by="The office",
    )
    return made


def _sponsor(cast: Cast) -> dict[str, int]:
    return {"sponsor": cast.teacher.pk}


def _joiner(cast: Cast) -> dict[str, int]:
    person = _someone(cast, starts_on=TODAY)
    return {"person": person.pk} | _list(person, leaving=False)


def _unlisted(cast: Cast) -> dict[str, int]:
    return {"person": _someone(cast, starts_on=TODAY).pk}


def _account(person: Person) -> None:
    Account.objects.create(school=person.school, person=person, username="nia", opened_at=NOW,
                           issuer="The office")  # fmt: skip


def _ready(cast: Cast) -> dict[str, int]:
    made = _joiner(cast)
    person = Person.objects.get(pk=made["person"])
    for gate in ("induction", "staff-agreement"):
        person.gate_records.create(school=cast.school, gate=gate, waived=False, words="seen",
                                   recorded_at=NOW, recorded_by="The office")  # fmt: skip
    return made


def _with_account(cast: Cast) -> dict[str, int]:
    made = _ready(cast)
    _account(Person.objects.get(pk=made["person"]))
    return made


def _all_done(cast: Cast) -> dict[str, int]:
    made = _with_account(cast)
    Checklist.objects.get(pk=made["pk"]).steps.create(
        school=cast.school, name="device", words="none", done_at=NOW, done_by="The office"
    )
    return made


def _list(person: Person, *, leaving: bool) -> dict[str, int]:
    made = Checklist.objects.create(
        school=person.school,
        person=person,
        leaving=leaving,
        day_on=TODAY,
        opened_at=NOW,
        opened_by="The office",
    )
    return {"pk": made.pk}


def _leaver(cast: Cast) -> dict[str, int]:
    person = _someone(cast, ends_on=TODAY)
    _account(person)
    Appointment.objects.create(school=cast.school, person=person, role="fire_warden",
                               from_on=TODAY - 9 * A_DAY)  # fmt: skip
    held = Holding.objects.create(school=cast.school, person=person, what="laptop", since_on=TODAY,
                                  noted_by="The office")  # fmt: skip
    return {"holding": held.pk} | _list(person, leaving=True)


def _review(cast: Cast) -> dict[str, int]:
    _account(_someone(cast))
    made = reviews.open_review(school=cast.school, by=cast.head, at=NOW)
    return {"pk": made.pk, "line": ReviewLine.objects.get(label__startswith="Nia").pk}


def _decided(cast: Cast) -> dict[str, int]:
    made = _review(cast)
    ReviewLine.objects.update(decision="keep", decided_at=NOW, decided_by="Hana Head")
    return made


def _cell(cast: Cast) -> dict[str, int]:
    system = ITSystem.objects.create(school=cast.school, name="Mail", from_at=NOW)
    group = Group.objects.create(school=cast.school, name="Staff", basis="kind", value="staff")
    surplus = Surplus.objects.create(school=cast.school, person=cast.parent, system=system, level=1,
                                     found_at=NOW, found_by="The office")  # fmt: skip
    return {"system": system.pk, "group": group.pk, "teacher": cast.teacher.pk,
            "parent": cast.parent.pk, "surplus": surplus.pk}  # fmt: skip


def _link(cast: Cast) -> dict[str, int]:
    made = declarations.declare(about=About.PARENT, name="Pat Parent", tie=Tie.ONLINE_FRIEND,
                                by=cast.teacher, at=NOW)  # fmt: skip
    return {"pk": made.pk}


def _credential(cast: Cast) -> dict[str, int]:
    made = Credential.objects.create(school=cast.school, name="root", system="Server", added_at=NOW,
                                     holder=cast.technician, head_access="safe")  # fmt: skip
    return {"pk": made.pk, "holder": cast.technician.pk}


def _holder(cast: Cast) -> dict[str, int]:
    return {"holder": cast.technician.pk}


def _sighting(cast: Cast) -> dict[str, int]:
    made = sightings.tell(recipient=Recipient.HEADTEACHER, where="shared drive", by=cast.teacher,
                          at=NOW)  # fmt: skip
    return {"pk": made.pk}


def _route(cast: Cast) -> dict[str, int]:
    made = RouteReport.objects.create(school=cast.school, route="a private program", noted_at=NOW,
                                      noted_by="The office")  # fmt: skip
    return {"pk": made.pk}


def _place(cast: Cast) -> dict[str, int]:
    made = Place.objects.create(school=cast.school, name="Server cupboard", holds="servers",
                                every_days=30, added_at=NOW)  # fmt: skip
    entrant = Entrant.objects.create(school=cast.school, place=made, person=cast.technician,
                                     from_on=TODAY - A_DAY)  # fmt: skip
    return {"pk": made.pk, "entrant": entrant.pk, "person": cast.teacher.pk}


def _search(cast: Cast) -> dict[str, int]:
    candidates.record_search(
        school=cast.school, candidate="Cal Candidate", post="Teacher", places=["Search engine"],
        note="nothing", searched_on=TODAY, keep_until_on=TODAY + 30 * A_DAY, by=cast.head, at=NOW,
    )  # fmt: skip
    return {}


_GUEST, _LIST = "/elmfield/access/guests/{pk}/", "/elmfield/access/lists/{pk}/"
_REVIEW, _PLACE = "/elmfield/access/reviews/{pk}/", "/elmfield/access/places/{pk}/"
_CHANGE = "/elmfield/access/rights/change/"
POSTS = {
    "access:candidates": (
        Sent("head", "/elmfield/access/candidates/", AccessVerb.CANDIDATE_SEARCHED,
             _act("add", candidate="Cal Candidate", post="Teacher", searched_on="14/10/2026",
                  places="Search engine", note="nothing found", keep_until_on="14/04/2027")),
    ),
    "access:checklist": (
        Sent("dsl", _LIST, AccessVerb.GATE_PASSED,
             _act("pass-induction", pass__induction__words="in the hall"), _joiner),
        Sent("head", _LIST, AccessVerb.GATE_WAIVED,
             _act("waive-induction", waive__induction__words="trained elsewhere"), _joiner),
        Sent("technician", _LIST, AccountsVerb.ACCOUNT_OPENED, _act("open"), _ready),
        Sent("technician", _LIST, AccessVerb.CHECKLIST_TICKED,
             _act("tick-device", tick__device__words="laptop 9"), _with_account),
        Sent("head", _LIST, AccessVerb.CHECKLIST_DONE, _act("complete"), _all_done),
        Sent("technician", _LIST, AccessVerb.HOLDING_NOTED, _act("note", what="a key"), _leaver),
        Sent("technician", _LIST, AccessVerb.HOLDING_RETURNED,
             _act("back", holding="{holding}"), _leaver),
        Sent("technician", _LIST, AccountsVerb.ACCOUNT_CLOSED, _act("close"), _leaver),
        Sent("head", _LIST, PeopleVerb.ROLE_ENDED, _act("roles"), _leaver),
    ),
    "access:credential": (
        Sent("technician", "/elmfield/access/administrators/{pk}/", AccessVerb.CREDENTIAL_CHANGED,
             _act("changed", changed__on="12/10/2026"), _credential),
        Sent("technician", "/elmfield/access/administrators/{pk}/", AccessVerb.CREDENTIAL_DEPOSITED,
             _act("deposited", deposited__on="12/10/2026"), _credential),
        Sent("technician", "/elmfield/access/administrators/{pk}/", AccessVerb.CREDENTIAL_RETIRED,
             _act("retire"), _credential),
    ),
    "access:credentials": (
        Sent("technician", "/elmfield/access/administrators/", AccessVerb.CREDENTIAL_ADDED,
             _act("add", name="root", system="Server", holder="{holder}",
                  head_access="sealed envelope 4 in the safe"), _holder),
    ),
    "access:declaration": (
        Sent("head", "/elmfield/access/links/{pk}/", AccessVerb.RELATIONSHIP_DECIDED,
             _act("decide", words="keep to school channels"), _link),
        Sent("teacher", "/elmfield/access/links/{pk}/", AccessVerb.RELATIONSHIP_ENDED,
             _act("end"), _link),
    ),
    "access:declare": (
        Sent("teacher", "/elmfield/access/links/new/", AccessVerb.RELATIONSHIP_DECLARED,
             _act("declare", about="parent", name="Pat Parent", tie="online_friend")),
    ),
    "access:guest": (
        Sent("head", _GUEST, AccessVerb.GATE_WAIVED,
             _act("waive-guest-agreement",
                  **{"waive-guest-agreement-words": "signed at her own school"}), _guest),
        Sent("head", _GUEST, AccountsVerb.ACCOUNT_OPENED, _act("open"), _passed),
        Sent("head", _GUEST, AccessVerb.GUEST_MOVED, _act("move", last_day=_SOON), _guest),
    ),
    "access:guest-new": (
        Sent("head", "/elmfield/access/guests/new/", AccessVerb.GUEST_INVITED,
             _act("invite", name="Vik Visitor", kind="visitor", sponsor="{sponsor}",
                  purpose="repairs", from_on="14/10/2026", last_day=_SOON), _sponsor),
    ),
    "access:guests": (
        Sent("technician", "/elmfield/access/guests/", AccessVerb.GUEST_LOGINS_CLOSED,
             _act("close"), _guest),
    ),
    "access:joiners": (
        Sent("technician", "/elmfield/access/joiners/", AccessVerb.CHECKLIST_OPENED, _act("begin"),
             _unlisted),
        Sent("technician", "/elmfield/access/joiners/", AccessVerb.CHECKLIST_OPENED,
             _act("one", person="{person}"), _unlisted),
    ),
    "access:leavers": (
        Sent("technician", "/elmfield/access/leavers/", AccessVerb.LEAVER_CLOSED, _act("close"),
             _leaver),
    ),
    "access:person-rights": (
        Sent("technician", "/elmfield/access/rights/people/{teacher}/", AccessVerb.SURPLUS_FOUND,
             _act("find", system="{system}", level="4"), _cell),
        Sent("technician", "/elmfield/access/rights/people/{parent}/", AccessVerb.SURPLUS_ENDED,
             _act("end", surplus="{surplus}"), _cell),
    ),
    "access:place": (
        Sent("technician", _PLACE, AccessVerb.PLACE_CHECKED,
             _act("check", check__on="14/10/2026", check__found="locked"), _place),
        Sent("technician", _PLACE, AccessVerb.PLACE_LIST_CHANGED,
             _act("put", put__person="{person}"), _place),
        Sent("technician", _PLACE, AccessVerb.PLACE_LIST_CHANGED,
             _act("take", entrant="{entrant}"), _place),
        Sent("technician", _PLACE, AccessVerb.PLACE_ENTERED,
             _act("visit", visit__name="Stan Stranger", visit__purpose="cable",
                  visit__on="14/10/2026", visit__time="9:15"), _place),
    ),
    "access:checks": (
        Sent("technician", "/elmfield/access/checks/", AccessVerb.ADMIN_ACCOUNTS_CHECKED,
             _act("admin_accounts", admin_accounts__found="all well",
                  admin_accounts__on="13/10/2026")),
        Sent("technician", "/elmfield/access/checks/", AccessVerb.GROUP_ACCESS_CHECKED,
             _act("group_access", group_access__found="all well", group_access__on="13/10/2026")),
        Sent("teacher", "/elmfield/access/checks/", AccessVerb.PRIVACY_SETTINGS_CONFIRMED,
             _act("privacy_settings", privacy_settings__found="all well",
                  privacy_settings__on="13/10/2026")),
    ),
    "access:my-mail": (
        Sent("teacher", "/elmfield/access/mail/mine/", AccessVerb.MAIL_READING_DECLARED,
             _act("declare", device="laptop", client="edge", logs_out="on", phone="own_code")),
    ),
    "access:places": (
        Sent("technician", "/elmfield/access/places/", AccessVerb.PLACE_ADDED,
             _act("add", name="Server cupboard", holds="servers", every_days="30")),
    ),
    "access:review": (
        Sent("head", _REVIEW, AccessVerb.ACCESS_REVIEW_DECIDED,
             {"line": "{line}", "decision": "remove", "because": "left"}, _review),
        Sent("head", _REVIEW, AccessVerb.ACCESS_REVIEW_DECIDED, _act("keep"), _review),
        Sent("head", _REVIEW, AccessVerb.ACCESS_REVIEW_CLOSED, _act("close"), _decided),
    ),
    "access:reviews": (
        Sent("head", "/elmfield/access/reviews/", AccessVerb.ACCESS_REVIEW_OPENED, _act("open")),
    ),
    "access:rights-change": (
        Sent("technician", _CHANGE, AccessVerb.RIGHT_CHANGED,
             _act("right", right__system="{system}", right__group="{group}", right__level="2"),
             _cell),
        Sent("technician", _CHANGE, AccessVerb.SYSTEM_ADDED, _act("system", system__name="Drive")),
        Sent("technician", _CHANGE, AccessVerb.GROUP_ADDED,
             _act("group", group__name="Oaks", group__basis="class", group__value="1 Oak")),
        Sent("technician", _CHANGE, AccessVerb.SYSTEM_RETIRED,
             _act("retire", system="{system}"), _cell),
    ),
    "access:rights-file": (
        Sent("head", "/elmfield/access/rights/file/", AccessVerb.REGISTER_EXPORTED),
    ),
    "access:routes": (
        Sent("governor", "/elmfield/access/ways-in/", AccessVerb.ROUTE_REPORTED,
             _act("report", route="a private program")),
        Sent("technician", "/elmfield/access/ways-in/", AccessVerb.ROUTE_SETTLED,
             _act("settle", report="{pk}", settle__words="taken off"), _route),
    ),
    "access:sighting": (
        Sent("head", "/elmfield/access/saw-something/{pk}/", AccessVerb.SIGHTING_ANSWERED,
             _act("answer", words="moved out of reach"), _sighting),
    ),
    "access:sightings": (
        Sent("pupil", "/elmfield/access/saw-something/", AccessVerb.SIGHTING_TOLD,
             _act("tell", recipient="headteacher", where="a folder")),
    ),
}  # fmt: skip
LOOKS = {
    "access:candidates": (
        Sent("head", "/elmfield/access/candidates/", AccessVerb.CANDIDATE_SEEN, {}, _search),
    ),
    "access:declaration": (
        Sent("dsl", "/elmfield/access/links/{pk}/", AccessVerb.RELATIONSHIP_SEEN, {}, _link),
    ),
    "access:sighting": (
        Sent("head", "/elmfield/access/saw-something/{pk}/", AccessVerb.SIGHTING_SEEN, {},
             _sighting),
    ),
}  # fmt: skip
