"""What the accounts room does by itself: sweeps old guesses and sessions, and writes links."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.accounts import actions
from schoolgate.accounts.actions.passwords import LINK
from schoolgate.accounts.models import Account
from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import hourly


@task
def sweep() -> None:
    """Forget old guesses, uses and sessions; whose account was guessed at is written down."""
    now = timezone.now()
    actions.forget_old_attempts(at=now)
    actions.forget_old_uses(at=now)
    call_command("clearsessions")


def _link(*, account: int) -> Letter | None:
    """Return the letter with a link that sets a password; none for the account that is nobody's."""
    who = Account.objects.filter(pk=account, is_active=True).select_related("school").first()
    if who is None or not who.email:
        return None
    key = default_token_generator.make_token(who)
    words = {"uidb36": user_pk_to_url_str(who), "key": key}
    page = settings.ADDRESS + reverse("account_reset_password_from_key", kwargs=words)
    return Letter(
        f"Choose a new password for {who.school}",
        (f"Dear {who},", "",
         f"Somebody asked for a new password for the user name {who.username}.",
         f"If it was you, choose one here within three days: {page}", "",
         "If it was not you, you need do nothing. Nobody can see your password, and we never "
         "send one."),
        who.email,
    )  # fmt: skip


letters.register(LINK, _link)
schedule.add("accounts:sweep", every=hourly(7), task=sweep)
