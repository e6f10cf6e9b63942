"""Guesses at a password, as a program: `python -m tests.accounts.guessing NAME COUNT`.

Prints `tried` for each guess that was compared with the password, `stopped` for each that was not.
"""

from __future__ import annotations

import sys


def guess(name: str, count: int) -> list[str]:
    """Sign in wrongly so many times; what came of each."""
    from django.test import Client
    from django.urls import reverse

    said = []
    for number in range(count):
        sent = {"login": name, "password": f"guess {number}"}
        page = Client(SERVER_NAME="localhost").post(reverse("account_login"), sent).text
        if "Too many wrong passwords" in page:
            said.append("stopped")
        else:
            assert "The user name or the password is not right" in page
            said.append("tried")
    return said


if __name__ == "__main__":
    import django

    django.setup()
    print("\n".join(guess(sys.argv[1], int(sys.argv[2]))))
