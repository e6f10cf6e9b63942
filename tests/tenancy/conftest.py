"""Walls stand on PostgreSQL alone; what is read from the models is tried on both."""

from __future__ import annotations

import os

collect_ignore = (
    []
    if os.environ.get("SCHOOLGATE_DATABASE_URL", "").startswith("postgres")
    else ["test_walls.py", "test_scopes.py", "test_probe.py", "test_requests.py"]
)
