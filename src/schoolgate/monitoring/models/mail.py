"""What a school allows of private mail before the headteacher is told. The newest row counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School


class MailAllowance(models.Model):
    """From a moment on: private messages a day, minutes that one takes, messages at times at which
    the policy allows none; and the domains of partners, to which mail is never private."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    messages = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    refused = models.PositiveSmallIntegerField()
    partners = models.JSONField(default=list)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(messages__lte=200, refused__lte=200, minutes__gte=1,
                                               minutes__lte=60),
                                   name="mail_allowance_is_possible"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.messages} private messages a day"
