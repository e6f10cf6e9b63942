"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass and one lane: the first of the settings that OWASP's password
    storage cheat sheet calls equally strong.

    Django's own (100 MiB, 2 passes, 8 lanes) take three times the processor time: 215 ms against
    69 ms a sign-in (`bench/sign_in.py`), too much for a whole school at nine on two cores. Hashes
    made with other settings are made anew when their owner signs in.
    """

    time_cost = 1
    memory_cost = 47_104  # KiB
    parallelism = 1
