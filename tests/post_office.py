"""A real mail server on this machine, for tests that send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

BACKENDS = "django.core.mail.backends."


class PostOffice:
    """A mail server's decisions: answers given in turn, then it takes everything."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.recipient = "250 OK"
        self.taken: list[bytes] = []

    async def handle_RCPT(  # noqa: N802 the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 taken"


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server, and settings that lead there."""
    decisions, port = PostOffice(), free_port()
    controller = Controller(decisions, hostname="127.0.0.1", port=port)
    controller.start()
    use(settings, port)
    yield decisions
    controller.stop()


def use(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Elmfield Primary <policy@elmfield.example>"
