"""Every read of the database, and the loaded policies of schools."""

from __future__ import annotations

from schoolgate.policies.queries.schools import (
    Gap,
    SchoolPolicy,
    gaps,
    policies,
    roles,
    stored,
)
from schoolgate.policies.queries.texts import main_texts, of_version, with_the_rest
from schoolgate.policies.queries.versions import (
    Related,
    consultations,
    gaps_of_register,
    may,
    not_consulted,
    others_typing,
    register,
    revisions,
    state,
    to_do,
    typed,
    version_in_force,
    versions,
)

__all__ = [
    "Gap", "Related", "SchoolPolicy", "consultations", "gaps", "gaps_of_register", "main_texts",
    "may", "not_consulted", "of_version", "others_typing", "policies", "register", "revisions",
    "roles", "state", "stored", "to_do", "typed", "version_in_force", "versions", "with_the_rest",
]  # fmt: skip
