"""Every write of this room. `by` is the person who acts, None for a visitor; `at` the instant.

Each leaves one entry in the journal, in the same transaction.
"""

from __future__ import annotations

from schoolgate.policies.actions.asking import ask_question, store_policy
from schoolgate.policies.actions.documents import begin_document
from schoolgate.policies.actions.drafting import (
    EditedMeanwhile,
    adopt,
    draft,
    drop_typing,
    keep_typing,
    push,
    save_draft,
)
from schoolgate.policies.actions.moving import (
    Signature,
    approve,
    close_consultation,
    end_document,
    publish,
    reopen,
    withdraw,
)
from schoolgate.policies.actions.proposals import (
    UnableToChoose,
    choose_clauses,
    draft_from_issue,
    offer_issue,
)
from schoolgate.policies.actions.reasons import UnableToWaive, give_reason, waive
from schoolgate.policies.actions.recording import (
    UnableToRecord,
    consult,
    relate,
    revise,
    supersede,
)
from schoolgate.policies.actions.reviews import (
    UnableToReview,
    check_edition,
    close_review,
    happened,
    open_review,
)
from schoolgate.policies.actions.social import list_service, unlist_service
from schoolgate.policies.actions.storing import UnableToDraft, UnableToMove
from schoolgate.policies.actions.times import set_times

__all__ = [
    "EditedMeanwhile", "Signature", "UnableToChoose", "UnableToDraft", "UnableToMove",
    "UnableToRecord", "UnableToReview", "UnableToWaive", "adopt", "approve", "ask_question",
    "begin_document", "check_edition", "choose_clauses", "close_consultation", "close_review",
    "consult", "draft", "draft_from_issue", "drop_typing", "end_document", "give_reason",
    "happened", "keep_typing", "list_service", "offer_issue", "open_review", "publish", "push",
    "relate", "reopen", "revise", "save_draft", "set_times", "store_policy", "supersede",
    "unlist_service", "waive", "withdraw",
]  # fmt: skip
