"""Everyone tries to reach another school: its ids in path, query, body, header, cookie, file name.

Every route, every role: not a byte of the other school comes back, and not a row of it changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from itertools import cycle
from typing import Any, Final, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from schoolgate.config import routes
from schoolgate.people.models import Person, School
from schoolgate.policies.models import Asked
from schoolgate.records.models import Entry
from schoolgate.records.tenancy import tables
from tests import permissions
from tests.cast import Cast, client_of
from tests.tenancy import rows

MARK: Final = "QXZ7KV9W"  # long enough that no random token ever spells it
# Names that a careless view might read, beside those of the fields on the page itself.
NAMES: Final = (
    "account", "as", "before", "from", "id", "kind", "next", "person", "pk", "q", "role", "school",
    "school_id", "sort", "state", "to", "user", "who",
)  # fmt: skip
_FIELDS: Final = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
# A school's policy is public: anyone reads it at its address, asks it, and is not written down.
PUBLIC_OF_A_SCHOOL: Final = "policies:"
GROWS_BY_ASKING: Final = {"policies_asked", "records_entry"}


class Other(NamedTuple):
    """The other school: a row of it in every table, its keys, and the words that name them."""

    school: School
    keys: tuple[int, ...]
    values: tuple[str, ...]


@pytest.fixture
def other(cast: Cast) -> Other:
    school = cast.other_school
    Person.objects.filter(pk=cast.other_head.pk).update(name=f"{MARK} Other")
    made = rows.everywhere_a_row(school, MARK)
    keys = sorted({row.pk for row in made.values() if isinstance(row.pk, int)} | {school.pk})
    assert len(keys) < 6, "rows of most tables share one key"
    account, person = made["accounts_account"], made["people_person"]
    values = (person.pk, account.pk, school.slug, account.username, school.pk)  # type: ignore[attr-defined]
    return Other(school, tuple(keys), tuple(map(str, values)))


def stored(school: School, only: str | None = None) -> dict[str, Counter[Any]]:
    """Every row of a school, by table; `only` of the tables that this text of SQL names."""
    return {
        table: Counter(map(repr, _of(model, school).values_list()))
        for table, model in tables.tenant_models().items()
        if only is None or table in only
    }


def _of(model: type[models.Model], school: School) -> models.QuerySet[models.Model]:
    field = tables.school_field(model)
    assert field is not None
    return model._base_manager.filter(**{field.name: school.pk})


class Attempt(NamedTuple):
    """One request: what was planted where."""

    method: str
    path: str
    where: str
    sent: dict[str, Any]


def attempts(
    route: str, cast: Cast, other: Other, page: str, *, is_open: bool
) -> Iterator[Attempt]:
    """Everything that is tried at a route; at a closed one, whose view never runs, all at once."""
    home = permissions.addresses(cast.school.slug)[route]
    away = permissions.addresses(other.school.slug)[route]
    keys = other.keys if is_open else other.keys[:1]
    for path in dict.fromkeys([away, *_with_keys(route, cast.school.slug, keys)]):
        if path != home:
            yield Attempt("GET", path, "path", {})
            yield Attempt("POST", path, "path", {})
    names = sorted({*NAMES, *_FIELDS.findall(page)} - {"csrfmiddlewaretoken"})
    person, account, *words = other.values
    planted = [dict(zip(names, cycle(each), strict=False)) for each in ([person], [account], words)]
    slug = other.school.slug
    headers = {"X-School": slug, "X-School-Id": str(other.school.pk), "X-Forwarded-Prefix": slug,
               "X-Original-Url": away, "X-Rewrite-Url": away, "X-Http-Method-Override": "PUT",
               "Referer": f"http://testserver{away}", "Hx-Request": "true",
               "Hx-Current-Url": f"http://testserver{away}"}  # fmt: skip
    cookies = dict(zip(NAMES, cycle((person, slug))))
    file = SimpleUploadedFile(f"{slug}-{person}.csv", f"id,school\n{person},{slug}\n".encode())
    files = {"file": file, "files": file}
    if not is_open:
        sent = {"headers": headers, "cookies": cookies}
        yield Attempt("GET", home, "query, header, cookie", {"data": planted[0]} | sent)
        yield Attempt("POST", home, "body, header, cookie, file name",
                      {"data": planted[0] | files} | sent)  # fmt: skip
        return
    yield Attempt("GET", home, "query", {"data": planted[0]})
    yield Attempt("GET", home, "query, header", {"data": planted[1], "headers": headers})
    yield Attempt("GET", home, "query, cookie", {"data": planted[2], "cookies": cookies})
    yield Attempt("POST", home, "body", {"data": planted[0]})
    yield Attempt("POST", home, "body, header", {"data": planted[1], "headers": headers})
    yield Attempt("POST", home, "body, file name", {"data": planted[2] | files})


def _with_keys(route: str, school: str, keys: tuple[int, ...]) -> Iterator[str]:
    """Its addresses at the own school with each number of the other school's in turn."""
    for name, names in permissions.entries():
        numbers = [one for one in names if one not in {"school", *permissions.PARTS}]
        if name != route or not numbers:
            continue
        for key in keys:
            parts = {one: permissions.PARTS.get(one, key) for one in names}
            yield reverse(route, kwargs=parts | ({"school": school} if "school" in names else {}))


def send(client: Client, attempt: Attempt) -> HttpResponseBase:
    """Make a request with what is planted; the browser keeps its own cookies."""
    sent = dict(attempt.sent)
    for name, value in sent.pop("cookies", {}).items():
        client.cookies[name] = value
    call = client.get if attempt.method == "GET" else client.post
    return call(attempt.path, **sent)


def content(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode(errors="replace") + repr(answer.headers) + answer.cookies.output()


def _note_writes(wrote: list[str], execute: Any, sql: str, *how: Any) -> Any:
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "WITH", "REPLACE")):
        wrote.append(sql)
    return execute(sql, *how)


def faults(
    route: str, client: Client, other: Other, attempt: Attempt, before: dict[str, Counter[Any]]
) -> list[str]:
    """What went wrong at one attempt; nothing that it did stays."""
    cookies = deepcopy(client.cookies)
    wrote: list[str] = []
    with transaction.atomic():
        with connection.execute_wrapper(partial(_note_writes, wrote)):
            answer = send(client, attempt)
        after = stored(other.school, " ".join(wrote))
        transaction.set_rollback(True)
    client.cookies = cookies
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    text = content(answer)
    echoed = {value for value in other.values if MARK in value and attempt.where != "path"}
    for value in echoed:  # what was typed comes back in its own field, and tells nothing
        text = text.replace(value, "")
    if MARK in text:
        found.append("a byte of the other school")
    for table, here in after.items():
        if here != before[table] and not _may_grow(route, attempt, table, before[table] - here):
            found.append(f"a row of {table}")
    return found


def _may_grow(route: str, attempt: Attempt, table: str, lost: Counter[Any]) -> bool:
    is_public = route.startswith(PUBLIC_OF_A_SCHOOL) and routes.is_public(route)
    return is_public and attempt.where == "path" and table in GROWS_BY_ASKING and not lost


# On PostgreSQL walls stand behind the program, and know no roles: three try them.
ON_BOTH: Final = ("head", "pupil", "technician")


def tried_by(role: str) -> Any:
    """A role as a parameter of the test."""
    return pytest.param(role, marks=() if role in ON_BOTH else pytest.mark.one_engine)


@pytest.mark.parametrize(
    "role", [tried_by(role) for role in permissions.ROLES if role != "other_head"]
)
def test_nobody_reaches_another_school(cast: Cast, other: Other, role: str) -> None:
    person = permissions.someone(cast, role)
    client = client_of(person)
    client.raise_request_exception = False
    wrong, before, tried = [], stored(other.school), Counter[str]()
    for route, home in permissions.addresses(cast.school.slug).items():
        with transaction.atomic():
            cookies = deepcopy(client.cookies)
            page = content(client.get(home))
            transaction.set_rollback(True)
            client.cookies = cookies
        is_open = permissions.lets_through(route, person)
        for attempt in attempts(route, cast, other, page, is_open=is_open):
            tried[attempt.where] += 1
            said = faults(route, client, other, attempt, before)
            wrong += [(route, attempt.method, attempt.path, attempt.where, one) for one in said]
    print(f"{role}: {sum(tried.values())} attempts: {dict(tried)}")
    assert wrong == []
    assert sum(tried.values()) > 500


def test_the_marks_would_be_seen_by_whoever_may_see_them(cast: Cast, other: Other) -> None:
    answer = client_of(cast.other_head).get(f"/{other.school.slug}/accounts/")
    assert MARK in answer.text


def test_a_change_to_the_other_school_would_be_seen(cast: Cast, other: Other) -> None:
    before = stored(other.school)
    Person.objects.filter(school=other.school).update(title="x")
    assert [table for table, now in stored(other.school).items() if now != before[table]] == [
        "people_person"
    ]


def test_anyone_may_ask_another_schools_policy_and_is_written_down_there_as_a_visitor(
    cast: Cast,
) -> None:
    client = client_of(cast.teacher)
    answer = client.post(
        f"/{cast.other_school.slug}/ask/", {"who": "parent", "what": "do:something_else"}
    )
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Asked.objects.get().school == cast.other_school
    assert Entry.objects.get(journal=cast.other_school.pk).actor == "system:visitor"
