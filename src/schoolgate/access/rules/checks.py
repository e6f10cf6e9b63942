"""What is looked at from time to time, and found in order or not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Sort(StrEnum):
    """What was looked at."""

    ADMIN_ACCOUNTS = "admin_accounts"
    GROUP_ACCESS = "group_access"
    PRIVACY_SETTINGS = "privacy_settings"


TITLES: Final = {
    Sort.ADMIN_ACCOUNTS: "Administrator accounts",
    Sort.GROUP_ACCESS: "What each group reaches",
    Sort.PRIVACY_SETTINGS: "Privacy settings of my own profiles",
}
ASKED: Final = {
    Sort.ADMIN_ACCOUNTS: "Is every administrator account apart from the everyday ones?",
    Sort.GROUP_ACCESS: "Does each group reach only what it should?",
    Sort.PRIVACY_SETTINGS: "Are the settings of your own profiles right?",
}
