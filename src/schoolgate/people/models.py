"""Schools, the people in them, and the roles that they hold.

Spans run from `starts_on` or `from_on`, inclusive, to `ends_on` or `until_on`, exclusive: the first
day on which it is over.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from schoolgate.people import rules
from schoolgate.people.calendar_rows import CalendarSpan

__all__ = ["Appointment", "CalendarSpan", "Delegation", "Digest", "Guardianship", "Person",
           "Restriction", "School", "Teaching"]  # fmt: skip


def _in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    open_ended = Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True})
    condition = open_ended | Q(**{f"{first}__lt": F(last)})
    return models.CheckConstraint(condition=condition, name=name)


class School(models.Model):
    """A school, or the authority above several. `pack` names the folder of its policy in packs/."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        AUTHORITY = "authority", "Authority"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=60, blank=True)
    pack = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SCHOOL)
    authority = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="schools"
    )

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["school", "authority"]),
                                   name="school_kind_is_known"),
            models.CheckConstraint(condition=Q(authority=None) | Q(kind="school"),
                                   name="school_authority_has_none_above"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone at a school, known to its management system by `source` and `external_id`.

    `role` is their post in the words of the policy, such as `it_technician`; roles that they hold
    beside it, for a while, are appointments. `year` is a pupil's (see `rules.YOUNGEST`).
    `missing_since` is when the roster no longer named them: gone, until somebody confirms it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=60, blank=True)
    kind = models.SlugField(max_length=20, blank=True, db_index=False)
    role = models.SlugField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    source = models.SlugField(max_length=40, blank=True, db_index=False)
    external_id = models.CharField(max_length=80, blank=True)
    year = models.SmallIntegerField(null=True, blank=True)
    class_name = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    newly_qualified = models.BooleanField(default=False)
    missing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            # people entered by hand have no id of another system
            models.UniqueConstraint(fields=("school", "source", "external_id"),
                                    condition=~Q(external_id=""), name="person_known_once"),
            models.CheckConstraint(
                condition=Q(year=None)
                | Q(kind="pupil", year__range=(rules.YOUNGEST, rules.OLDEST)),
                name="person_year_is_a_pupils",
            ),
            _in_order("starts_on", "ends_on", "person_starts_before_end"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("school", "role"), name="person_school_role"),
            # a class list; most people are in no class
            models.Index(fields=("school", "class_name"), condition=~Q(class_name=""),
                         name="person_in_class"),
            # who is held after an import: few of many
            models.Index(fields=("school",), condition=Q(missing_since__isnull=False),
                         name="person_missing"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; somebody whose kind nobody gave is of the kind that the role says."""
        self.kind = self.kind or rules.kind_of(self.role)
        super().save(*args, **kwargs)

    @property
    def key_stage(self) -> str:
        """The key stage that follows from the year, such as KS2; empty for everyone else."""
        return rules.key_stage(self.year)


class Teaching(models.Model):
    """A class that a member of staff teaches, by its name."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="teaching")
    class_name = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "class_name"), name="teaches_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} teaches {self.class_name}"


class Guardianship(models.Model):
    """Who answers for a pupil. `relation` is a slug: parent, grandparent, foster_carer …"""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Person, models.CASCADE, related_name="guardian_of")
    pupil = models.ForeignKey(Person, models.CASCADE, related_name="guarded_by")
    relation = models.SlugField(max_length=40, default="parent", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "guardian", "pupil"), name="guardian_once"),
            models.CheckConstraint(condition=~Q(guardian=F("pupil")), name="guardian_is_another"),
        )

    def __str__(self) -> str:
        return f"{self.guardian} for {self.pupil}"

    @property
    def in_words(self) -> str:
        """What the guardian is to the pupil, as people write it."""
        return self.relation.replace("_", " ")


class Restriction(models.Model):
    """A flag that few may see (`rules.Flag`), apart from the person so that no list shows it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    flag = models.SlugField(max_length=20, db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            # lifted and set again: history stays, one is in force
            models.UniqueConstraint(fields=("school", "person", "flag"),
                                    condition=Q(until_on=None), name="restriction_open_once"),
            _in_order("from_on", "until_on", "restriction_from_before_until"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.flag} from {self.from_on}"

    @property
    def in_words(self) -> str:
        """The flag as people write it."""
        return self.flag.replace("_", " ")


class Appointment(models.Model):
    """A role that somebody holds for a while. A deputy's is `deputy_of` the one stood in for."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.SlugField(max_length=60, db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    deputy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    class Meta:
        ordering = ("role", "from_on")
        constraints = (
            # the same role again later is a new row; at one time it is held once
            models.UniqueConstraint(fields=("school", "person", "role"),
                                    condition=Q(until_on=None), name="appointment_open_once"),
            _in_order("from_on", "until_on", "appointment_from_before_until"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "role"), name="appointment_school_role"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.in_words}"

    @property
    def in_words(self) -> str:
        """The role as people write it."""
        return self.role.replace("_", " ")


class Delegation(models.Model):
    """Part of a role handed on for a fixed time; `scope` says in words how much of it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints = (_in_order("from_on", "until_on", "delegation_from_before_until"),)

    def __str__(self) -> str:
        return f"{self.appointment} to {self.to}: {self.scope}"


class Digest(models.Model):
    """The last e-mail that said that things wait; `told` are their hashes, a space between."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    sent_on = models.DateField()
    told = models.TextField()

    def __str__(self) -> str:
        return f"digest of {self.sent_on}"
