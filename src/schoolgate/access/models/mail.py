"""How staff say they read school e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.access.rules.mail import Client, OwnPhone, SchoolDevice, Verdict
from schoolgate.people.models import Person, School


class MailReading(models.Model):
    """What somebody declared, with the policy's verdict of that day; another ends it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="mail_readings")
    device = models.SlugField(max_length=20, db_index=False)
    client = models.SlugField(max_length=20, db_index=False)
    logs_out = models.BooleanField()
    phone = models.SlugField(max_length=20, db_index=False)
    verdict = models.SlugField(max_length=20, db_index=False)
    sentence = models.TextField(blank=True)
    clauses = models.CharField(max_length=200, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(until_at=None),
                                    name="mail_reading_once_at_a_time"),
            in_order("from_at", "until_at", "mail_reading_in_order"),
            models.CheckConstraint(
                condition=Q(device__in=sorted(SchoolDevice), client__in=sorted(Client),
                            phone__in=sorted(OwnPhone), verdict__in=sorted(Verdict)),
                name="mail_reading_is_known",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"e-mail declaration {self.pk} of {self.person}"
