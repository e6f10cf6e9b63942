"""Who hears that somebody saw what they should not have seen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Recipient(StrEnum):
    """Whom the policies name: the headteacher or the IT technician."""

    HEADTEACHER = "headteacher"
    IT_TECHNICIAN = "it_technician"


ROLES: Final = {
    Recipient.HEADTEACHER: frozenset({"headteacher"}),
    Recipient.IT_TECHNICIAN: frozenset({"it_technician", "network_manager"}),
}
LABELS: Final = {
    Recipient.HEADTEACHER: "The headteacher",
    Recipient.IT_TECHNICIAN: "The IT technician",
}
