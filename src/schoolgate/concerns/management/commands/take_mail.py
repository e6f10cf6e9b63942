"""`./sg take_mail SCHOOL`: one e-mail from a mail server's pipe becomes a concern."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from schoolgate.concerns import actions, mailbox
from schoolgate.concerns.actions import Told, UnableToReport
from schoolgate.concerns.rules.words import Way
from schoolgate.people.models import School
from schoolgate.records.tenancy import acting_for

_MOST_BYTES: Final = 30_000_000


class Command(BaseCommand):
    """A mail server hands over each message to the watched address; it keeps what we refuse."""

    help = (
        "Take in one e-mail to an address that the school watches, from a file or from standard "
        "input. Let the mail server pipe each message to “./sg take_mail SCHOOL”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", help="the school's name in addresses")
        parser.add_argument("file", nargs="?", help="a message in a file, instead of what is piped")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._take(options["school"], self._raw(options["file"]))
        except DatabaseError as error:
            said = f"The database cannot take the message now: {error}. Send it again later."
            raise CommandError(said, returncode=os.EX_TEMPFAIL) from None

    def _raw(self, file: str | None) -> bytes:
        try:
            return Path(file).read_bytes() if file else sys.stdin.buffer.read(_MOST_BYTES)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}.") from None

    def _take(self, slug: str, raw: bytes) -> None:
        school = School.objects.filter(slug=slug).first()
        if school is None:
            raise CommandError(f"There is no school “{slug}”.", returncode=os.EX_NOUSER)
        mail = mailbox.read(raw)
        if mail.is_answer:
            self.stdout.write("A machine answers: nobody tells anything, so nothing was opened.")
            return
        words = {
            "name": mail.name, "reach": mail.sender, "subject": mail.subject, "what": mail.text,
            "left_out": ", ".join(mail.left_out),
        }  # fmt: skip
        told = Told(Way.EMAIL, {name: said for name, said in words.items() if said},
                    ticket=mail.ticket, answer_to=mail.answer_to)  # fmt: skip
        try:
            with acting_for(school.pk):
                case = actions.report(school=school, told=told, by=None, at=timezone.now())
        except UnableToReport as error:
            raise CommandError(str(error), returncode=os.EX_DATAERR) from None
        self.stdout.write(f"Taken in: {case}.")
