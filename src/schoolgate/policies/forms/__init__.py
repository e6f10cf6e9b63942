"""Forms of the room."""

from __future__ import annotations

from schoolgate.policies.forms.life import (
    ApproveForm,
    ConsultForm,
    HeaderForm,
    NewDocumentForm,
    PublishForm,
    ReasonForm,
    RelateForm,
    ReviseForm,
    SupersedeForm,
)
from schoolgate.policies.forms.proposing import ChooseForm, FindingForm
from schoolgate.policies.forms.reading import GROUPS, CompareForm, SearchForm
from schoolgate.policies.forms.reviews import CloseReviewForm, EditionForm, OpenReviewForm
from schoolgate.policies.forms.social import AskServiceForm, ServiceForm
from schoolgate.policies.forms.times import MomentForm, TimesForm

__all__ = [
    "GROUPS", "ApproveForm", "AskServiceForm", "ChooseForm", "CloseReviewForm", "CompareForm",
    "ConsultForm", "EditionForm", "FindingForm", "HeaderForm", "MomentForm", "NewDocumentForm",
    "OpenReviewForm", "PublishForm", "ReasonForm", "RelateForm", "ReviseForm", "SearchForm",
    "ServiceForm", "SupersedeForm", "TimesForm",
]  # fmt: skip
