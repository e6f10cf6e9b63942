"""Are the tables those of this program? Told from the names of migrations, without loading them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from schoolgate.config.oidc import UnableToStart

Name = tuple[str, str]


def refuse_the_future() -> None:
    """Raise UnableToStart when a newer program has been at work on the tables."""
    if strange := sorted(_applied() - _known()):
        raise UnableToStart(
            f"A newer Schoolgate has used this database: {_some(strange)} is not known here. "
            "Start the newer Schoolgate, or put back the backup from before it."
        )


def refuse_the_past() -> None:
    """Raise UnableToStart when the tables lack what this program needs."""
    if missing := sorted(_known() - _applied()):
        raise UnableToStart(
            f"The database lacks {_some(missing)}, which this Schoolgate needs. Run ./sg migrate."
        )


def _some(names: list[Name]) -> str:
    rest = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
    return " ".join(names[0]) + rest


def _applied() -> set[Name]:
    return set(MigrationRecorder(connection).applied_migrations())


def _known() -> set[Name]:
    return {(config.label, name) for config in apps.get_app_configs() for name in _of(config.label)}


def _of(label: str) -> Iterable[str]:
    module, _ = MigrationLoader.migrations_module(label)
    if module is None or find_spec(module) is None:
        return
    for found in pkgutil.iter_modules(import_module(module).__path__):
        if not found.ispkg and found.name[0] not in "_~":
            yield found.name
