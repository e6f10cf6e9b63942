"""A case: its number and state in clear, who is admitted to it, who is in it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schoolgate.concerns.rules import telling
from schoolgate.concerns.rules.words import Part, Seriousness, State, Track
from schoolgate.people.models import Person, School


class Numbering(models.Model):
    """The last number of a school's cases in a year, by series (`rules.telling`). Numbers have no
    gaps: a gap is a lost case."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    series = models.CharField(max_length=1, blank=True)
    year = models.SmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "series", "year"), name="numbers_of_year"),
        )

    def __str__(self) -> str:
        return f"{self.series}{self.year}: {self.last}"


class Case(models.Model):
    """One matter that the school deals with.

    What can be read without its key is what lists, duties and counts need: number, situation and
    category (slugs of `rules.situations`, empty until somebody has sorted it), how serious, on
    which track, in which state, and the instant. Of an anonymous report the instant is the
    beginning of its day. `token` binds what is sealed to the case. `into` is the case that this one
    was merged into, and `inner` this one's key, sealed under that of `into`.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    series = models.CharField(max_length=1, blank=True)
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    situation = models.SlugField(max_length=60, blank=True, db_index=False)
    category = models.SlugField(max_length=40, blank=True, db_index=False)
    seriousness = models.SlugField(max_length=10, default=Seriousness.ORDINARY, db_index=False)
    track = models.SlugField(max_length=14, default=Track.UNDECIDED, db_index=False)
    state = models.SlugField(max_length=6, default=State.NEW, db_index=False)
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.BinaryField(default=bytes)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    inner = models.BinaryField(default=bytes)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("school", "series", "year", "number"), name="case_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(track__in=[*Track]), name="case_track_is_known"),
            models.CheckConstraint(
                condition=Q(seriousness__in=[*Seriousness]), name="case_seriousness_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at=None)),
                name="case_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, into__isnull=False)
                | (~Q(state=State.MERGED) & Q(into=None)),
                name="case_merged_says_into_what",
            ),
        )
        indexes = (
            models.Index(fields=("school", "-opened_at", "-id"), name="case_newest"),
            models.Index(fields=("school", "-moved_at", "-id"), name="case_moved_last"),
            models.Index(fields=("school", "category", "-opened_at", "-id"), name="case_category"),
            # what one state shows, in the two orders that people ask for most
            models.Index(fields=("school", "state", "-opened_at", "-id"), name="case_of_school"),
            models.Index(
                fields=("school", "state", "category", "-opened_at", "-id"), name="case_by_kind"
            ),
            # What the Do list asks of the few that are not over. Conditions without a value:
            # SQLite uses no partial index whose condition holds one.
            models.Index(fields=("school", "moved_at"), name="case_moved",
                         condition=Q(closed_at=None, into=None)),
            models.Index(fields=("school", "situation", "opened_at"), name="case_live",
                         condition=Q(closed_at=None, into=None)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"case {self.name}"

    @property
    def name(self) -> str:
        """The number as people say it, such as 2026/014; G2026/001 where governors lead."""
        return f"{self.series}{self.year}/{self.number:03}"


class Admission(models.Model):
    """Who may see a case: the holders of a role, or one person.

    `wrapped` is the case's key for them (`records.sealing.wrap`), None once it has ended.
    `because` is a slug: `route`, `lead`, `named`, `chair`, `stand-in`.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="admissions")
    role = models.SlugField(max_length=60, blank=True, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.SlugField(max_length=20, db_index=False)
    wrapped = models.BinaryField(null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(role="") & Q(person__isnull=False))
                | (~Q(role="") & Q(person__isnull=True)),
                name="admission_is_of_role_or_person",
            ),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, until_at=None)
                | Q(wrapped=None, until_at__isnull=False),
                name="admission_ends_with_its_key",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(from_at__lte=F("until_at")),
                name="admission_in_order",
            ),
            models.UniqueConstraint(
                fields=("case", "role"), condition=~Q(role="") & Q(until_at=None),
                name="admission_of_role_once",
            ),
            models.UniqueConstraint(
                fields=("case", "person"), condition=Q(person__isnull=False, until_at=None),
                name="admission_of_person_once",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(
                fields=("school", "role"), condition=Q(until_at=None), name="admission_role"
            ),
            # whether one case is somebody's, without reading its row with the sealed key
            models.Index(
                fields=("school", "case", "role", "person"), condition=Q(until_at=None),
                name="admission_case",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role or self.person} may see {self.case}"

    @property
    def holder(self) -> str:
        """Who is admitted, in words."""
        return str(self.person or telling.ROLES.get(self.role, self.role.replace("_", " ")))


class Party(models.Model):
    """Somebody's part in one case; known here only by `mark`, a keyed hash of who they are.

    `who` is sealed: their id and name, or what is known of somebody outside the school, whose
    `mark` is empty. `left_at` is when it turned out that they have no part in it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    token = models.UUIDField(default=uuid4, unique=True)
    part = models.SlugField(max_length=8, db_index=False)
    mark = models.BinaryField(max_length=32)
    who = models.BinaryField()
    from_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(part__in=[*Part]), name="party_part_is_known"),
        )
        indexes = (
            models.Index(
                fields=("school", "mark"), condition=Q(left_at=None), name="party_by_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} of {self.case}"
