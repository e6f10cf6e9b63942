"""Schoolgate runs a school's online-safety policy: the document is the program."""

from __future__ import annotations

import sys

__version__ = "0.1.0"


def _use_bundled_sqlite() -> None:
    """Put pysqlite3 in the place of the machine's sqlite3, before Django loads either.

    SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at
    once; Debian 12 has 3.40. The wheel bundles a mended one.
    """
    try:
        import pysqlite3
    except ImportError:  # no wheel for this system: settings refuse an old SQLite by themselves
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


_use_bundled_sqlite()
