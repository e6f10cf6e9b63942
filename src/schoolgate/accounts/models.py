"""Accounts: how a person, or a class of young children, signs in; and what was tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from schoolgate.people.models import Person, School


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of a username, however its letters are cased."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in: one person's own, or a class login (`class_name`, no person).

    `issuer` is who opened it, as they were called then. `epoch` is raised to end every session at
    once. `must_change` asks for a new password before anything else. Closed accounts stay, so that
    what they did keeps its name.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="accounts")
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    class_name = models.CharField(max_length=60, blank=True)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    issuer = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    class Meta:
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, class_name="")
                | Q(person=None) & ~Q(class_name=""),
                name="account_is_a_persons_or_a_class",
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, closed_at=None)
                | Q(is_active=False, closed_at__isnull=False),
                name="account_is_open_or_closed",
            ),
            models.UniqueConstraint(fields=("school", "class_name"), condition=~Q(class_name=""),
                                    name="account_one_for_a_class"),
            # two people may share a family's address; nobody signs in by one that two have
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""),
                                    name="account_email_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.person) if self.person_id else f"class login {self.class_name}"

    def get_session_auth_hash(self) -> str:
        """Sessions made before the password or the epoch changed are refused."""
        return f"{super().get_session_auth_hash()}:{self.epoch}"

    def get_session_auth_fallback_hash(self) -> Any:
        """Sessions signed with an older key of the installation."""
        return (f"{old}:{self.epoch}" for old in super().get_session_auth_fallback_hash())

    @property
    def is_shared(self) -> bool:
        """A class login: known to a whole class."""
        return bool(self.class_name)


class Attempt(models.Model):
    """A wrong password, kept for as long as throttling looks back. No name, no address: digests."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("key", "at"), name="attempt_recent"),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {datetime.isoformat(self.at)}"


class Compromise(models.Model):
    """Somebody thinks that a password is known to others: when told, when changed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="compromises")
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reported_at",)
        constraints = (
            # told twice before it is changed: one report
            models.UniqueConstraint(fields=("school", "account"), condition=Q(changed_at=None),
                                    name="compromise_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"compromise of {self.account}"


class Use(models.Model):
    """A session of an account on one machine, by the digest of the machine's cookie.

    `seen_at` moves on once a minute while something is done. Kept for 30 days after its end, so
    that whoever keeps accounts can see where one was used at the same time.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="uses")
    machine = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-seen_at",)
        indexes = (
            # who is signed in now: few of many
            models.Index(fields=("account", "seen_at"), condition=Q(ended_at=None),
                         name="use_open"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account} from {self.began_at}"


class TwoMachines(models.Model):
    """An account was active on more machines at once than one person has: noticed, then settled."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="two_machines")
    machines = models.PositiveSmallIntegerField()
    noticed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-noticed_at",)
        constraints = (
            # noticed every minute until somebody looks: one flag
            models.UniqueConstraint(fields=("school", "account"), condition=Q(settled_at=None),
                                    name="two_machines_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account} on {self.machines} machines at once"


class PasswordPrompt(models.Model):
    """After how many days a school asks for a new password; 0 for never. The latest row counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-set_at", "-pk")

    def __str__(self) -> str:
        return f"every {self.days} days" if self.days else "no prompt"
