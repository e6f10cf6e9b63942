"""Which tables belong to schools, and how they point at one another. Read from the models alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models import Field, Model
from django.db.models.fields.related import ForeignKey

# Tables that belong to no school, each with its reason. Everything else has a column of its school.
_ALLAUTH: Final = "Belongs to an account, which stands behind a wall of its own."
_UNUSED: Final = "Django's own; Schoolgate keeps nothing in it."
SHARED: Final = {
    "account_emailaddress": _ALLAUTH,
    "account_emailconfirmation": _ALLAUTH,
    "accounts_attempt": "Digests of wrong guesses: of no school, and nobody's name.",
    "auth_group": _UNUSED,
    "auth_group_permissions": _UNUSED,
    "auth_permission": _UNUSED,
    "django_content_type": _UNUSED,
    "django_migrations": "What was done to the tables. Nobody's data.",
    "django_session": "Read before it is known who asks; found by a secret key alone.",
    "jobs_job": "Work of the installation: names of tasks and ids, never words about people.",
    "mfa_authenticator": _ALLAUTH,
    "people_school": "Names of schools are public, and sign-in must find one.",
    "policies_issue": "Published templates, public and of no school; triggers keep each row.",
    "schoolgate_cache": "Counts that limit guessing, over all schools; kept for minutes.",
    "socialaccount_socialaccount": _ALLAUTH,
    "socialaccount_socialapp": _UNUSED,
    "socialaccount_socialtoken": _UNUSED,
}
# Tables of schools that may be searched while no school is set: sign-in does not know it yet.
FOUND_AT_SIGN_IN: Final = {
    "accounts_account": "Who signs in says a user name, and the account says the school.",
}
_COLUMNS: Final = ("school_id", "school")


class Table(NamedTuple):
    """A table of which every row belongs to the school in `column`."""

    name: str
    column: str


class Reference(NamedTuple):
    """A column of a school's table that points at the `key` of another school's table."""

    table: Table
    column: str
    target: Table
    key: str


def tenant_models(apps: Apps = installed) -> dict[str, type[Model]]:
    """Return the models of schools' tables, by table."""
    models = apps.get_models(include_auto_created=True)
    own = [model for model in models if model._meta.managed and not model._meta.proxy]
    named = {model._meta.db_table: model for model in own if school_field(model)}
    return {table: model for table, model in named.items() if table not in SHARED}


def school_field(model: type[Model]) -> Field[Any, Any] | None:
    """Return the field that says whose a row is."""
    named = (field for field in model._meta.local_concrete_fields if field.column in _COLUMNS)
    return next(named, None)


def tables(apps: Apps = installed) -> list[Table]:
    """Return schools' tables, by name."""
    return sorted(_table(model) for model in tenant_models(apps).values())


def references(apps: Apps = installed) -> list[Reference]:
    """Return every foreign key from one school's table to another, but those to the school."""
    models = tenant_models(apps)
    tables = {name: _table(model) for name, model in models.items()}
    return sorted(one for model in models.values() for one in _references(model, tables))


def _references(model: type[Model], tenants: dict[str, Table]) -> Iterator[Reference]:
    table = tenants[model._meta.db_table]
    for field in model._meta.local_concrete_fields:
        if not isinstance(field, ForeignKey) or field.column == table.column:
            continue
        (target,) = field.foreign_related_fields
        if there := tenants.get(target.model._meta.db_table):
            yield Reference(table, str(field.column), there, str(target.column))


def _table(model: type[Model]) -> Table:
    (column, *_) = (f.column for f in model._meta.local_concrete_fields if f.column in _COLUMNS)
    return Table(model._meta.db_table, str(column))
