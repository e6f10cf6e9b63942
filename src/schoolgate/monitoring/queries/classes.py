"""Under which user names a class is in the log."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from schoolgate.accounts.models import Account
from schoolgate.people.models import School


def accounts_of(school: School, class_name: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, user name and name of a class's pupils, and of its own login."""
    theirs = Q(class_name=class_name) | Q(person__class_name=class_name, person__kind="pupil")
    for one in Account.objects.filter(theirs, school=school).select_related("person"):
        yield ("class" if one.is_shared else "person"), one.username, str(one)
