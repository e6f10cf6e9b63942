"""What agreements have to say before a version of the policy is approved."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.agreements.rules.documents import documents
from schoolgate.agreements.rules.texts import text_of
from schoolgate.policies import queries
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Version


def unmonitored(version: Version) -> Iterator[Finding]:
    """Yield each agreement about use whose text does not tell that use is monitored (AGR-13)."""
    try:
        pack = queries.of_version(version).pack
    except PackError:
        return  # its mistakes are told already
    for one in documents(pack):
        if one.about_use and one.in_policy and not text_of(pack, one).says_monitored:
            says = (
                f"“{one.title}” does not tell that use is monitored. Add a notice box that says so."
            )
            yield Finding("agreement", says, (one.clause,))
