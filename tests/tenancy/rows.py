"""A row in every table of schools, made from what the models say of themselves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import models, transaction

from schoolgate.concerns.models import Case, Report
from schoolgate.people.models import Person, School
from schoolgate.records import actions, storing
from schoolgate.records.models import Entry, TreeHead
from schoolgate.records.parties import VISITOR, Thing
from schoolgate.records.tenancy import tables
from schoolgate.records.verbs import RecordsVerb
from tests.cast import NOW

_numbers = count(1_000)
# What a model's constraints ask for and its fields do not tell: model → field → value.
SPECIAL: dict[str, dict[str, Any]] = {
    "access.candidatesearch": {"keep_until_on": NOW.date() + dt.timedelta(days=1)},
    "access.declaration": {"about_name": "Somebody"},
    "agreements.formpart": {"pdf": b"x", "made_at": NOW},
    "agreements.scan": {"data": b"x"},
    "agreements.scanpage": {"picture": b"x"},
    "approvals.decision": {"outcome": "refused"},
    "concerns.admission": {"role": "", "wrapped": b"x", "until_at": None},
    "concerns.body": {"kind": "other", "checked_on": NOW.date()},
    "concerns.case": {"state": "new", "closed_at": None},
    "concerns.conversation": {"report": None},
    "concerns.opening": {"decided_by": None, "decided_at": None, "until_at": None, "wrapped": None},
    "concerns.paperpage": {"paper": "log-book", "empty_at": NOW},
    "concerns.statement": {"approved_by": None, "approved_at": None},
    "concerns.typedin": {"line": 1},
    "concerns.task": {"role": "", "done_at": NOW},
    "evidence.custody": {"what": "exported"},
    "evidence.hold": {"until_at": None, "ended_by": None},
    "evidence.folder": {"keeper": "nobody:knows:1"},
    "filtering.fault": {"told_by": None, "mended_by": None},
    "filtering.openingdecision": {"outcome": "refused", "from_at": None, "until_at": None},
    "filtering.switchoff": {"agreed_by": None, "ended_by": None},
    "filtering.wrongcategory": {"outcome": "", "answered_by": None},
    "filtering.device": {"profile": "", "is_personal": True, "ended_at": None},
    "filtering.download": {
        "outcome": "allowed",
        "purpose": "own",
        "lesson": "",
        "used_at": None,
        "until_at": NOW + dt.timedelta(hours=1),
    },
    "filtering.withdrawal": {
        "review_on": NOW.date(),
        "ended_by": None,
        "ended_at": None,
        "end_reason": "",
    },
    "filtering.listsource": {"is_floor": False, "enabled": True, "words": {}},
    "filtering.ownentry": {"removed_at": None},
    "filtering.unlistedanswer": {"group": "staff", "answer": "allow"},
    "filtering.filtercheck": {"kind": "now", "count": 2, "wrong": 1},
    "filtering.network": {"profile": "guest", "ended_at": None},
    "monitoring.alert": {"state": "new", "decided_by": None, "case": None},
    "monitoring.alertbudget": {"precision": 5},
    "monitoring.mailallowance": {"messages": 5, "minutes": 2, "refused": 0},
    "monitoring.lookup": {"case": None, "data_until_at": NOW + dt.timedelta(days=1)},
    "monitoring.remotesession": {"ended_at": None, "read_at": None},
    "monitoring.rota": {"days": "every"},
    "monitoring.usecheck": {"result": "nothing", "case": None},
    "policies.earlyreview": {"trigger": "issue"},
    "policies.reason": {"what": "departure"},
    "policies.schooltimes": {"hours": "{}"},
    # anybody reads what a school counts as social media: it is part of its policy
    "policies.socialservice": {"name": "Chatter", "domain": "chatter.example"},
    "notices.notice": {"how": "page"},
    "notices.telling": {"means": "page", "email": ""},
    "notices.letterpart": {"pdf": b"x", "made_at": NOW},
}


def _another(row: Any) -> Person:
    """One person more at the school of a row."""
    return Person.objects.create(school_id=row.school_id, name="n second", role="teacher")


def _report(row: Any) -> Report:
    """A report at the school of a row."""
    return Report.objects.filter(school_id=row.school_id)[0]


def _case(row: Any) -> Case:
    """A case at the school of a row."""
    return Case.objects.filter(school_id=row.school_id)[0]


# One row more of these, which points at the first: model → what it says, from the first row.
SECOND: dict[str, Callable[[models.Model], dict[str, Any]]] = {
    "concerns.case": lambda first: {"state": "merged", "into": first},
    "concerns.conversation": lambda first: {
        "letter": None,
        "report": _report(first),
        "mark": b"another",
    },
    "concerns.opening": lambda first: {"decided_by": _another(first), "decided_at": NOW},
    "concerns.party": lambda _: {},
    "concerns.statement": lambda first: {"approved_by": _another(first), "approved_at": NOW},
    "filtering.fault": lambda first: {
        "told_by": _another(first),
        "told_at": NOW,
        "told_how": "n rang",
        "mended_by": _another(first),
        "mended_at": NOW,
        "mended_how": "n looked",
    },
    "filtering.switchoff": lambda first: {
        "agreed_by": _another(first),
        "agreed_at": NOW,
        "ended_by": _another(first),
        "ended_at": NOW,
    },
    "filtering.withdrawal": lambda first: {
        "ended_by": _another(first),
        "ended_at": NOW,
        "end_reason": "n enough",
    },
    "filtering.wrongcategory": lambda first: {
        "answered_by": _another(first),
        "answered_at": NOW,
        "outcome": "stays",
        "answer": "n no",
    },
    "monitoring.alert": lambda first: {
        "state": "concern",
        "decided_by": _another(first),
        "decided_at": NOW,
        "case": _case(first),
    },
    "monitoring.lookup": lambda first: {"kind": "pupil", "approval": None, "case": _case(first)},
    "monitoring.usecheck": lambda first: {"result": "misuse", "case": _case(first)},
    "evidence.folder": lambda _: {"keeper": "nobody:knows:2"},
    "evidence.hold": lambda first: {"ended_by": _another(first), "until_at": NOW},
}
_MAKERS: dict[type[models.Field[Any, Any]], Callable[[], Any]] = {
    models.UUIDField: uuid.uuid4,
    models.DateTimeField: lambda: NOW,
    models.DateField: NOW.date,
    models.TimeField: NOW.time,
    models.BooleanField: lambda: False,
    models.BinaryField: lambda: b"x",
    models.JSONField: dict,
    models.IntegerField: lambda: 1 + next(_numbers) % 30_000,  # fits a small one too
    models.GenericIPAddressField: lambda: "192.0.2.1",
}


def everywhere_a_row(school: School, mark: str = "n") -> dict[str, models.Model]:
    """Fill every table of schools with rows of this school; return one of each, by table.

    Every text in them begins with `mark`. The first row of every table with a number for its key
    has the same number, `key_of` the school: one address reaches it, whatever it names.
    """
    maker = _Maker(school, mark)
    maker.journal()
    for table, model in sorted(tables.tenant_models().items()):
        if table not in maker.made:
            maker.make(model, frozenset())
        if second := SECOND.get(model._meta.label_lower):
            maker.make(model, frozenset(), second(maker.made[table]))
    return maker.made


def key_of(school: School) -> int:
    """The key of a school's first row in every table; far from those that tests come to."""
    return 100_000 * school.pk


def _listed(model: type[models.Model]) -> dict[str, Any]:
    """A value for every field whose constraint lists what it may be."""
    checks = (one for one in model._meta.constraints if isinstance(one, models.CheckConstraint))
    lists = (child for one in checks if isinstance(one.condition, models.Q)
             for child in one.condition.children if isinstance(child, tuple))  # fmt: skip
    return {name.removesuffix("__in"): next(iter(values))
            for name, values in lists if name.endswith("__in")}  # fmt: skip


@dataclass
class _Maker:
    school: School
    mark: str
    made: dict[str, models.Model] = field(default_factory=dict)

    def journal(self) -> None:
        """Its tables take only what follows what is there."""
        with transaction.atomic():
            actions.write(
                school=self.school, by=VISITOR, at=NOW, verb=RecordsVerb.JOURNAL_EXPORTED,
                object=Thing("records.journal", "1", f"{self.mark} journal"), body={"up_to": 1},
            )  # fmt: skip
        journal = storing.journal(self.school.pk, self.school.slug)
        head = TreeHead.objects.create(
            journal=journal, size=1, root=b"r", peaks=b"p", signed_at=NOW, actor="system:x",
            note=self.mark,
        )  # fmt: skip
        rows = (journal, Entry.objects.filter(journal=journal)[0], head)
        self.made |= {row._meta.db_table: row for row in rows}

    def make(
        self, model: type[models.Model], above: frozenset[str], more: dict[str, Any] | None = None
    ) -> models.Model:
        """A new row with what must be filled; rows that it needs are made anew as well."""
        fields = model._meta.local_concrete_fields
        own = [one for one in fields if not one.primary_key
               or isinstance(one, models.ForeignKey)
               or (isinstance(one, models.CharField) and not one.has_default())]  # fmt: skip
        given = {one.name: self._value(one, model, above) for one in own}
        values = {name: value for name, value in given.items() if value is not None}
        special = SPECIAL.get(model._meta.label_lower, {}) | (more or {})
        row = model(**(values | _listed(model) | special))
        if isinstance(model._meta.pk, models.AutoField) and model._meta.db_table not in self.made:
            row.pk = key_of(self.school)
        try:
            with transaction.atomic():
                model._base_manager.bulk_create([row])
        except Exception as error:
            if there := self.made.get(model._meta.db_table):
                return there  # a school has one of these
            raise AssertionError(
                f"No row of {model._meta.label} could be made: {error}. "
                "Say in tests/tenancy/rows.py, SPECIAL, what its constraints ask for."
            ) from error
        self.made.setdefault(model._meta.db_table, row)
        return row

    def _value(self, one: Any, model: type[models.Model], above: frozenset[str]) -> Any:
        if isinstance(one, models.ForeignKey):
            target = one.remote_field.model
            if target is School:
                return self.school
            if one.null and (target is model or target._meta.label in above):
                return None
            return self.make(target, above | {model._meta.label})
        if one.null or one.has_default():
            return None
        return self._plain(one)

    def _plain(self, one: Any) -> Any:
        if one.choices:
            return one.choices[0][0]
        if one.blank and isinstance(one, models.CharField | models.TextField):
            return ""
        if one.name.startswith("until_"):
            later = NOW + dt.timedelta(days=1)
            return later if isinstance(one, models.DateTimeField) else later.date()
        made = next((make for kind, make in _MAKERS.items() if isinstance(one, kind)), None)
        return made() if made else f"{self.mark}{next(_numbers)}"[: one.max_length]
