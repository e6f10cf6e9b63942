"""For whom this code is running. PostgreSQL's policies read it as `schoolgate.school`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, Final
from weakref import WeakKeyDictionary

import django
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest

SETTING: Final = "schoolgate.school"
NOWHERE: Final = ""
EVERYWHERE: Final = "*"
STACK: Final = "_tenancy"  # where a request keeps what ends with it
_UNKNOWN: Final = "?"

_current: ContextVar[str | None] = ContextVar("school", default=None)
_process = [NOWHERE]
# What each connection to the server was told last, outside transactions. A pool hands them round.
_told: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def current() -> str:
    """Return the key of the school, EVERYWHERE or NOWHERE."""
    chosen = _current.get()
    return _process[0] if chosen is None else chosen


def open_process(*, because: str) -> None:
    """Let this whole process see every school: a command of the operator, never the server."""
    _refuse_no_reason(because)
    _process[0] = EVERYWHERE
    tell(connection)


def set_up_helper() -> None:
    """Begin a process that helps a command: like it, it sees every school."""
    django.setup()
    open_process(because="It helps a command of the operator.")


@contextmanager
def acting_for(school: int | None) -> Iterator[None]:
    """See and change the rows of one school (None: of none), in a transaction.

    Joins the transaction that is open, and puts back afterwards what held before; else opens one.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with ExitStack() as stack:
        if not connection.in_atomic_block:
            stack.enter_context(transaction.atomic())
        stack.enter_context(_within(NOWHERE if school is None else str(int(school))))
        yield


def rest_of_request(request: HttpRequest, school: int) -> None:
    """Act for a school from now on until the answer: who makes the request has become known."""
    stack: ExitStack | None = getattr(request, STACK, None)
    if stack is not None:
        stack.enter_context(acting_for(school))


@contextmanager
def everywhere(*, because: str) -> Iterator[None]:
    """See and change every school's rows: for jobs, sign-in and whoever stands above the schools.

    Opens no transaction. `because` is for the reader of the code, and must say something.
    """
    _refuse_no_reason(because)
    if connection.vendor != "postgresql":
        yield
    elif connection.in_atomic_block:
        with _within(EVERYWHERE):
            yield
    else:
        with _between(EVERYWHERE):
            yield


@contextmanager
def _within(value: str) -> Iterator[None]:
    """Hold for a part of the open transaction; the end of a transaction forgets it by itself."""
    before = current()
    if value == before:
        yield
        return
    token = _current.set(value)
    try:
        _set(connection, value, local=True)
        yield
    finally:
        _current.reset(token)
        if connection.in_atomic_block and not is_broken():
            _set(connection, before, local=True)


@contextmanager
def _between(value: str) -> Iterator[None]:
    token = _current.set(value)
    try:
        tell(connection)
        yield
    finally:
        _current.reset(token)
        tell(connection)


def is_broken() -> bool:
    """Tell whether the open transaction can only be rolled back: the server takes no statement."""
    from psycopg.pq import TransactionStatus

    raw: Any = connection.connection
    working = {TransactionStatus.IDLE, TransactionStatus.INTRANS}
    return raw is None or raw.closed or raw.info.transaction_status not in working


def on_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receive `connection_created`, which is sent whenever the pool hands one out."""
    tell(connection)


def tell(to: BaseDatabaseWrapper) -> None:
    """Tell a connection for whom this code runs, if it was told something else last."""
    raw, wanted = to.connection, current()
    if to.vendor == "postgresql" and raw is not None and _told.get(raw, NOWHERE) != wanted:
        _told[raw] = _UNKNOWN  # should the telling fail, the next one happens all the same
        _set(to, wanted, local=False)
        _told[raw] = wanted


def _set(on: BaseDatabaseWrapper, value: str, *, local: bool) -> None:
    with on.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, %s)", [SETTING, value, local])


def _refuse_no_reason(because: str) -> None:
    if not because.strip():
        raise ValueError("Say why this runs for every school: because=“…”.")
