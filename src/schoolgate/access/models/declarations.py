"""What staff declare about links with pupils and their families."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import together
from schoolgate.access.rules.declarations import About, Tie
from schoolgate.people.models import Person, School

_UNDECIDED = Q(decided_at=None, decision="")
_DECIDED = Q(decided_at__isnull=False) & ~Q(decision="")


class Declaration(models.Model):
    """A link, what the policy said about it on that day (`verdict`, `clauses`), and the decision.

    `known` is whom it is about where the school knows them; `about_name` what was typed. Both, the
    words and the decision are blanked on `keep_until_on` (`erased_at`), null while the link lasts.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="declarations")
    about = models.SlugField(max_length=20, db_index=False)
    about_name = models.CharField(max_length=120, blank=True)
    known = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    tie = models.SlugField(max_length=20, db_index=False)
    own_phone = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    verdict = models.CharField(max_length=20)
    sentence = models.TextField()
    clauses = models.CharField(max_length=200, blank=True)
    recipients = models.CharField(max_length=120)
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    keep_until_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-declared_at",)
        constraints = (
            models.CheckConstraint(condition=Q(about__in=sorted(About)),
                                   name="declaration_about_is_known"),
            models.CheckConstraint(condition=Q(tie__in=sorted(Tie)),
                                   name="declaration_tie_is_known"),
            together("decided_at", "decided_by", "declaration_decided_by_somebody"),
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(about_name="") & (_UNDECIDED | _DECIDED))
                | Q(about_name="", words="", decision="", known=None, erased_at__isnull=False,
                    keep_until_on__isnull=False),
                name="declaration_is_whole_or_erased",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("school", "known"), name="declaration_known"),
            models.Index(fields=("school", "keep_until_on"), condition=Q(erased_at=None),
                         name="declaration_to_erase"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"declaration {self.pk} of {self.person}"
