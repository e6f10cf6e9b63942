"""Pages that anyone may open without signing in. A route that has no row here is closed.

A test walks every route and fails for one without a row, and for a row without a route.
"""

from __future__ import annotations

PUBLIC_ROUTES = frozenset(
    {
        "healthz",  # monitoring asks whether the database answers
        "home",  # names of schools, nothing else
        "policies:ask",  # a policy is a public document, and so is what it answers
        "policies:compare",
        "policies:document",
        "policies:gaps",  # what was asked in vain and how often; nobody's name
        "policies:pdf",
    }
)
