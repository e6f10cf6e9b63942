"""Looks at the journal, and the act that each leaves."""

from __future__ import annotations

from schoolgate.records.verbs import RecordsVerb
from tests.posts import Sent

LOOKS = {
    "records:journal": (Sent("head", "/elmfield/journal/", RecordsVerb.JOURNAL_READ),),
}
