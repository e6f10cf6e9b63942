"""Checks: of administrator accounts, of what groups reach, of one's own profiles."""

from __future__ import annotations

import pytest

from schoolgate.access.actions import checks
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Check
from schoolgate.access.queries import checks as queries
from schoolgate.access.rules.checks import Sort
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of

PAGE = "/elmfield/access/checks/"


@pytest.mark.parametrize(
    ("who", "sort", "verb"),
    [
        ("technician", Sort.ADMIN_ACCOUNTS, "access:admin-accounts:checked"),
        ("technician", Sort.GROUP_ACCESS, "access:group-access:checked"),
        ("head", Sort.GROUP_ACCESS, "access:group-access:checked"),
        ("teacher", Sort.PRIVACY_SETTINGS, "access:privacy-settings:confirmed"),
    ],
)
def test_a_check_is_recorded_with_its_day_and_what_was_found(
    cast: Cast, who: str, sort: Sort, verb: str
) -> None:
    client = client_of(getattr(cast, who))
    before = Entry.objects.count()
    client.post(PAGE, {"act": sort, f"{sort}-found": "all in order", f"{sort}-on": "13/10/2026"})
    made = Check.objects.get()
    assert (made.person, made.checked_on) == (getattr(cast, who), TODAY - A_DAY)
    assert "all in order" in client.get(PAGE).text
    assert verbs()[before:] == [verb]


@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "teacher", "dsl"])
def test_accounts_and_groups_are_checked_by_technicians_and_leaders(cast: Cast, who: str) -> None:
    for sort in (Sort.ADMIN_ACCOUNTS, Sort.GROUP_ACCESS):
        with pytest.raises(NotAllowed):
            checks.record_check(sort=sort, found="all well", on=TODAY, by=getattr(cast, who),
                                at=NOW)  # fmt: skip
    assert (Check.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", []), ("pupil", []), ("other_head", []), ("dsl", []),
     ("teacher", ["privacy_settings"]), ("head", ["admin_accounts"]),
     ("technician", ["admin_accounts"])],
)  # fmt: skip
def test_what_is_found_in_profiles_is_ones_own(cast: Cast, who: str, sees: list[str]) -> None:
    checks.record_check(sort=Sort.PRIVACY_SETTINGS, found="one made private", on=TODAY,
                        by=cast.teacher, at=NOW)  # fmt: skip
    checks.record_check(sort=Sort.ADMIN_ACCOUNTS, found="two apart", on=TODAY, by=cast.technician,
                        at=NOW)  # fmt: skip
    assert [one.sort for one in queries.checks(getattr(cast, who), on=TODAY)] == sees
    assert sentences() == [
        "Tara Teacher checked the settings of their own profiles.",
        "Tek Nishan checked that administrator accounts are apart: two apart.",
    ]


def test_what_was_typed_is_kept_and_a_day_to_come_refused(cast: Cast) -> None:
    answer = client_of(cast.teacher).post(PAGE, {
        "act": "privacy_settings", "privacy_settings-found": "all in order",
        "privacy_settings-on": "20/10/2026"})  # fmt: skip
    assert "This day has not come yet" in answer.text
    assert "all in order" in answer.text
    with pytest.raises(UnableToRecord, match="what was found"):
        checks.record_check(sort=Sort.PRIVACY_SETTINGS, found=" ", on=TODAY, by=cast.teacher,
                            at=NOW)  # fmt: skip
    assert Check.objects.count() == 0
    assert not [one for one in verbs() if one.startswith("access:")]
