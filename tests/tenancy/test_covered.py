"""Every table belongs to a school or has a reason not to; read from the models, on both engines."""

from __future__ import annotations

import importlib.util
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connection, models

from schoolgate.records.tenancy import tables, walls
from schoolgate.records.tenancy.tables import SHARED, school_field

TENANTS = tables.tenant_models()
# Uniqueness that needs no school in it, each with its reason: it holds across schools and nobody
# can learn by it what another school has.
UNIQUE_EVERYWHERE = {
    "concerns_conversation.key": "128 random bits.",
    "concerns_letter.key": "128 random bits.",
    "concerns_message.key": "128 bits of a hash that begins with the random key above it.",
    "gateways_source.source_address_once": "It says whose mail it is; technicians alone enter it.",
    "accounts_account.username": "Sign-in finds the account by it, before the school is known.",
    "accounts_account.account_email_once": "The same; a taken address is told to nobody.",
    "records_journal.school": "It is the school.",
    "records_journal.name": "Printed on signed heads, which witnesses of many schools keep.",
}


@pytest.fixture
def there(db: None) -> set[str]:
    """The tables in the database."""
    return set(connection.introspection.table_names(include_views=False))


def test_every_table_belongs_to_a_school_or_has_a_reason_not_to(there: set[str]) -> None:
    assert there - set(TENANTS) - set(SHARED) == set(), (
        "Give the model a foreign key `school`; if it belongs to no school, say in "
        "records/tenancy/tables.py, SHARED, why."
    )


def test_every_reason_is_a_sentence_about_a_table_that_is_there(there: set[str]) -> None:
    assert set(SHARED) - there == set()
    assert all(reason.endswith(".") and len(reason) > 20 for reason in SHARED.values())


@pytest.mark.parametrize("table", sorted(TENANTS))
def test_every_row_has_a_school(table: str) -> None:
    field = school_field(TENANTS[table])
    assert field is not None
    assert not field.null


@pytest.mark.parametrize("table", sorted(TENANTS))
def test_what_is_unique_is_unique_within_a_school(table: str) -> None:
    column = school_field(TENANTS[table])
    for name, fields in _unique(TENANTS[table]):
        if f"{table}.{name}" not in UNIQUE_EVERYWHERE and not any(map(_is_inside, fields)):
            assert column in fields, f"Add the school to “{name}”, or another school can feel it."


def test_every_exception_names_something_unique() -> None:
    every = {f"{table}.{name}" for table, model in TENANTS.items() for name, _ in _unique(model)}
    assert set(UNIQUE_EVERYWHERE) - every == set()


def test_names_of_walls_fit_and_differ() -> None:
    pointing = tables.references()
    names = [walls.reference_name(one) for one in pointing]
    names += {walls.key_name(one.target) for one in pointing}
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 63


def test_a_table_has_at_most_one_way_to_name_its_school() -> None:
    for model in apps.get_models():
        columns = [f.column for f in model._meta.local_concrete_fields]
        assert len({"school", "school_id"} & set(columns)) <= 1, model


def test_no_migration_runs_with_its_owners_rights() -> None:
    """No definer functions, and only views that look with the viewer's rights."""
    for app in apps.get_app_configs():
        if not app.name.startswith("schoolgate."):
            continue
        for module in _migrations(app.name):
            text = inspect.getsource(module).upper()
            assert "SECURITY DEFINER" not in text, module.__name__
            assert "CREATE VIEW" not in text or "SECURITY_INVOKER" in text, module.__name__


def _migrations(room: str) -> Iterator[ModuleType]:
    package = importlib.import_module(f"{room}.migrations") if _has_migrations(room) else None
    for found in pkgutil.iter_modules(package.__path__) if package else ():
        yield importlib.import_module(f"{room}.migrations.{found.name}")


def _has_migrations(room: str) -> bool:
    return importlib.util.find_spec(f"{room}.migrations") is not None


def _is_inside(field: models.Field[object, object]) -> bool:
    """What points at a school's row is within that school: a composite key holds it."""
    related = field.related_model
    return bool(related) and getattr(related, "_meta").db_table in TENANTS  # noqa: B009


def _unique(model: type[models.Model]) -> Iterator[tuple[str, list[models.Field[object, object]]]]:
    """Names and fields; not of keys that the database makes up, nor of who points at those."""
    meta = model._meta
    made_up = (models.AutoField, models.UUIDField, models.OneToOneField)
    for field in meta.local_concrete_fields:
        if field.unique and not isinstance(field, made_up):
            yield field.name, [field]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.name, [meta.get_field(name) for name in constraint.fields]  # type: ignore[misc]
    for names in meta.unique_together:
        yield "_".join(names), [meta.get_field(name) for name in names]  # type: ignore[misc]
