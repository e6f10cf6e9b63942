"""Systems × groups × level. Cells are never edited: one ends, another begins."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.access.rules.register import Basis, Level
from schoolgate.people.models import Person, School


class ITSystem(models.Model):
    """Something that people sign in to or reach. `remote` makes it an approved way in from home."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    owner = models.CharField(max_length=80, blank=True)
    remote = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            # a system that was taken out may come back under the same name
            models.UniqueConstraint(fields=("school", "name"), condition=Q(until_at=None),
                                    name="system_open_once"),
            in_order("from_at", "until_at", "system_from_before_until"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """Who belongs together: everybody of a kind, role, key stage or class (`basis`, `value`)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    basis = models.SlugField(max_length=10, db_index=False)
    value = models.CharField(max_length=60)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "basis", "value"), name="group_once"),
            models.UniqueConstraint(fields=("school", "name"), name="group_name_once"),
            models.CheckConstraint(condition=Q(basis__in=sorted(Basis)),
                                   name="group_basis_is_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Right(models.Model):
    """What a group may do in a system (`rules.register.Level`), from when until when."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    system = models.ForeignKey(ITSystem, models.PROTECT, related_name="rights")
    group = models.ForeignKey(Group, models.PROTECT, related_name="rights")
    level = models.SmallIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("system__name", "group__name", "from_at")
        constraints = (
            models.UniqueConstraint(fields=("school", "system", "group"),
                                    condition=Q(until_at=None), name="right_open_once"),
            models.CheckConstraint(condition=Q(level__in=[int(one) for one in Level if one]),
                                   name="right_level_is_known"),
            in_order("from_at", "until_at", "right_from_before_until"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.group} in {self.system}: {Level(self.level).words}"


class Surplus(models.Model):
    """Somebody was found to hold more in a system than their groups give. It gives no right."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="surplus")
    system = models.ForeignKey(ITSystem, models.PROTECT, related_name="surplus")
    level = models.SmallIntegerField()
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("found_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "system"),
                                    condition=Q(ended_at=None), name="surplus_open_once"),
            models.CheckConstraint(condition=Q(level__in=[int(one) for one in Level if one]),
                                   name="surplus_level_is_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} in {self.system}: {Level(self.level).words}"
