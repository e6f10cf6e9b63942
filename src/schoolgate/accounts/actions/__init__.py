"""Every write of accounts."""

from schoolgate.accounts.actions.attempts import forget_old_attempts, record_blocked
from schoolgate.accounts.actions.checks import (
    UnableToSet,
    record_password_check,
    record_second_step_check,
    set_prompt,
)
from schoolgate.accounts.actions.lives import (
    UnableToOpen,
    close_account,
    end_sessions,
    invite,
    open_account,
    open_class_login,
    reopen_account,
    reset_second_step,
)
from schoolgate.accounts.actions.passwords import (
    change_password,
    report_compromise,
    send_link,
)
from schoolgate.accounts.actions.sessions import (
    forgive_attempt,
    owner,
    record_attempt,
    record_provider_refusal,
    record_refusal,
    record_second_step,
    record_sign_in,
    record_sign_out,
)
from schoolgate.accounts.actions.uses import (
    UnableToSettle,
    begin_use,
    end_use,
    forget_old_uses,
    go_on,
    settle_machines,
    sit,
)

__all__ = [
    "UnableToOpen",
    "UnableToSet",
    "UnableToSettle",
    "begin_use",
    "change_password",
    "close_account",
    "end_sessions",
    "end_use",
    "forget_old_attempts",
    "forget_old_uses",
    "forgive_attempt",
    "go_on",
    "invite",
    "open_account",
    "open_class_login",
    "owner",
    "record_attempt",
    "record_blocked",
    "record_password_check",
    "record_provider_refusal",
    "record_refusal",
    "record_second_step",
    "record_second_step_check",
    "record_sign_in",
    "record_sign_out",
    "reopen_account",
    "report_compromise",
    "reset_second_step",
    "send_link",
    "set_prompt",
    "settle_machines",
    "sit",
]
