"""Failures whose words may be kept and shown to whoever runs the program."""

from __future__ import annotations


class Trouble(Exception):
    """One sentence that names no person and holds no secret: what failed, and what to do."""
