"""Who may see which accounts: whoever keeps them, of their own school; everyone their own."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.accounts.models import Account
from schoolgate.people import permissions
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


def visible_to(viewer: Person | None, *, on: date) -> QuerySet[Account]:
    """Return the accounts whom the viewer may see; their own, and all for whoever keeps them."""
    if viewer is None or not permissions.roles_of(viewer, on=on):
        return Account.objects.none()
    here = Account.objects.filter(school=viewer.school_id).select_related("person")
    if permissions.may(viewer, Capability.ACCOUNT_SEE, school=viewer.school_id, on=on):
        return here
    return here.filter(Q(person=viewer))
