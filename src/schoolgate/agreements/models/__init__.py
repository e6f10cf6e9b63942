"""What was shown and signed (`signed`), and the forms and scans of signing on paper (`papers`)."""

from __future__ import annotations

from schoolgate.agreements.models.papers import (
    FormPart,
    FormRun,
    PaperForm,
    Scan,
    ScanPage,
    SignedScan,
)
from schoolgate.agreements.models.signed import (
    LONGEST_MARK,
    LONGEST_REASON,
    AccountWish,
    Chase,
    Chasing,
    Lesson,
    Refusal,
    RefusalSeen,
    Signature,
    SignedText,
    Use,
)

__all__ = [
    "LONGEST_MARK", "LONGEST_REASON", "AccountWish", "Chase", "Chasing", "FormPart", "FormRun",
    "Lesson", "PaperForm", "Refusal", "RefusalSeen", "Scan", "ScanPage", "Signature", "SignedScan",
    "SignedText", "Use",
]  # fmt: skip
