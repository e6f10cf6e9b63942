"""Why a file is kept out."""

from __future__ import annotations


class NotKept(Exception):
    """A file is kept out. The message says why and what to do; it names nobody and no file."""
