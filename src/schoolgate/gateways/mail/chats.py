"""What is said in chats, as messages: recorded, kept and read with leave as mail is (MON-19).

A line of JSON: `at` (ISO 8601), `from`, `to` (addresses), `text`, and where there are any `id`,
`room`, `files` (`name`, and `data` in base64). A line that says something else stays as it came.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

_ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
        binascii.Error)  # fmt: skip


def message(line: bytes) -> bytes:
    """Return a line of a chat as a message."""
    try:
        said = json.loads(line)
        return _made(said).as_bytes(policy=SMTP)
    except _ODD:
        return line


def _made(said: dict[str, Any]) -> EmailMessage:
    made = EmailMessage()
    made["From"] = str(said["from"])
    made["To"] = ", ".join(str(one) for one in said["to"])
    made["Date"] = datetime.fromisoformat(said["at"])
    made["Subject"] = str(said.get("room", ""))
    if number := str(said.get("id", "")):
        made["Message-ID"] = f"<{number}>"
    made.set_content(str(said["text"]))
    for one in said.get("files", ()):
        made.add_attachment(b64decode(one["data"], validate=True), "application", "octet-stream",
                            filename=str(one["name"]))  # fmt: skip
    if made.is_multipart():
        made.set_boundary("=_said_=")  # the same line again is the same message
    return made
