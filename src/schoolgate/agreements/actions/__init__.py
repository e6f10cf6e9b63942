"""Every write of this room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.agreements.actions.chasing import chase, note_texts, set_chasing
from schoolgate.agreements.actions.classes import record_lesson, record_training, sign_class
from schoolgate.agreements.actions.families import UnableToPublish, publish_home_school_text
from schoolgate.agreements.actions.opening import (
    UnableToAllow,
    allow_use,
    end_use,
    open_accounts,
    open_once_signed,
)
from schoolgate.agreements.actions.printing import (
    make_forms,
    note_fetched,
    print_forms,
    withdraw_forms,
)
from schoolgate.agreements.actions.signing import (
    decline,
    note_view,
    see_refusal,
    sign,
    sign_in_meeting,
    sign_on_paper,
)
from schoolgate.agreements.actions.storing import Given, UnableToSign, keep_text
from schoolgate.agreements.actions.taking import (
    KEPT_PICTURES,
    Sent,
    forget_pictures,
    name_form,
    note_scan_view,
    read_scan,
    send_scans,
    set_aside,
    take_in,
)

__all__ = [
    "KEPT_PICTURES",
    "Given",
    "Sent",
    "UnableToAllow",
    "UnableToPublish",
    "UnableToSign",
    "allow_use",
    "chase",
    "decline",
    "end_use",
    "forget_pictures",
    "keep_text",
    "make_forms",
    "name_form",
    "note_fetched",
    "note_scan_view",
    "note_texts",
    "note_view",
    "open_accounts",
    "open_once_signed",
    "print_forms",
    "publish_home_school_text",
    "read_scan",
    "record_lesson",
    "record_training",
    "see_refusal",
    "send_scans",
    "set_aside",
    "set_chasing",
    "sign",
    "sign_class",
    "sign_in_meeting",
    "sign_on_paper",
    "take_in",
    "withdraw_forms",
]
