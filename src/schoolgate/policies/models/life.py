"""What happens to a version: who revised, who was consulted, who approved. Rows are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School
from schoolgate.policies.models.versions import Version

LONGEST = 4000


def _written(name: str, *fields: str) -> models.CheckConstraint:
    filled = Q(*(~Q(**{field: ""}) for field in fields))
    return models.CheckConstraint(condition=filled, name=name)


class Revision(models.Model):
    """A line of the revision record: on which day, by whom, what changed, in which clauses.

    `revisers` are names or roles, one a line; `clauses` are clause numbers with a space between.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="revisions")
    on = models.DateField()
    revisers = models.TextField()
    change = models.TextField(max_length=LONGEST)
    clauses = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "pk")
        constraints = (_written("revision_says_who_and_what", "revisers", "change"),)

    def __str__(self) -> str:
        return f"revision of {self.version}"


class Consultation(models.Model):
    """A group that was consulted on a version: on which day, by which channel, what it said."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="consultations")
    group = models.CharField(max_length=80)
    on = models.DateField()
    channel = models.CharField(max_length=200)
    comments = models.TextField(max_length=LONGEST, blank=True)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "pk")
        constraints = (_written("consultation_says_who_and_how", "group", "channel"),)

    def __str__(self) -> str:
        return f"{self.group} on {self.version}"


class SignOff(models.Model):
    """The approval of a version: by which body, in which minute, signed by whom and how.

    `name` and `role` are those of the day; `method` is how the signer proved who they are.
    `text_hash` and `hash` are the version's own, as signed. `on` is the day of the meeting.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, models.PROTECT, related_name="signoff")
    committee = models.CharField(max_length=200)
    minute = models.CharField(max_length=200)
    on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=60)
    method = models.CharField(max_length=60)
    text_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            _written("signoff_is_whole", "committee", "minute", "name", "role", "method"),
        )

    def __str__(self) -> str:
        return f"approval of {self.version} by {self.name}"


class Typing(models.Model):
    """What somebody has typed into a draft and not saved yet. Gone once it is saved or dropped.

    `part` is the file and, behind a `#`, the part of it; `edition` that of the draft they began on.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="typings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.CharField(max_length=160)
    text = models.TextField()
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "person", "part"), name="typing_once"),
        )

    def __str__(self) -> str:
        return f"what {self.person} types into {self.version}"


class RelatedPolicy(models.Model):
    """A document that the policy relies on, beside those that its front matter names.

    `place` says where it is found. `superseded_on` is the day on which another took its place.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    superseded_on = models.DateField(null=True, blank=True)
    superseded_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "name"), name="related_policy_once"),
            _written("related_policy_has_a_name", "name"),
        )

    def __str__(self) -> str:
        return self.name
