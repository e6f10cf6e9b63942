"""Plain-text e-mail through the school's own mail server, or into a folder where none is set.

Send from a job (`jobs.letters`), so that a server that is away for a while loses nothing.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from email.utils import make_msgid, parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from schoolgate.kernel.trouble import Trouble

log = logging.getLogger(__name__)
_FOLDER: Final = "django.core.mail.backends.filebased.EmailBackend"


class UnableToSend(Trouble):
    """The mail server did not take the message. The sentence names the server, and nobody."""


class AddressRefused(UnableToSend):
    """The mail server will never take a message for this address (5xx): trying again is no use."""


def send(*, subject: str, lines: Iterable[str], to: str) -> None:
    """Send one message to one address. `lines` are its text, line by line.

    Raises UnableToSend, and AddressRefused where the address itself is refused for good.
    """
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join(lines) + "\n",
        to=[to],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday reply answers it
            "Message-ID": make_msgid(domain=_domain()),  # not this machine's name
        },
    )
    in_folder = settings.EMAIL_BACKEND == _FOLDER
    try:
        if in_folder:
            settings.MAIL_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        message.send()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise (AddressRefused if _for_good(error) else UnableToSend)(_sentence(error)) from None
    if in_folder:
        log.warning(
            "No mail server is set (SCHOOLGATE_SMTP_URL): a message was put into %s.",
            settings.MAIL_FOLDER,
        )


def _for_good(error: Exception) -> bool:
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and settings.EMAIL_BACKEND == _FOLDER:
        return f"{settings.MAIL_FOLDER} cannot be written: {error.strerror}."
    server = f"The mail server {settings.EMAIL_HOST}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{server} refused our name and password. Check SCHOOLGATE_SMTP_URL."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"{server} refused the address that the message goes to ({_listed(codes)})."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{server} refused the message ({error.smtp_code})."
    if isinstance(error, ValueError):
        return "The message has an address or a heading that no mail can have."
    return f"{server} does not answer as it should ({type(error).__name__})."


def _listed(codes: Iterable[int]) -> str:
    return ", ".join(map(str, codes))
