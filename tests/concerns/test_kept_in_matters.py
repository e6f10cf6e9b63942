"""Forms of their own keep a name back as well, but for what somebody tells of themselves."""

from __future__ import annotations

import pytest

from schoolgate.concerns.models import Case, KeptName
from schoolgate.concerns.rules.matters import MATTERS as FORMS
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.concerns.test_closing import MATTERS, TOLD
from tests.concerns.working import ROOM, page_of, sent

# Not of what somebody tells of themselves, or was sent: the headers of an e-mail name them.
OTHERS = [slug for slug, one in FORMS.items() if not (one.own or one.target or slug == "email")]


@pytest.mark.parametrize("matter", OTHERS)
def test_the_name_is_kept_back_whoever_reads_it(cast: Cast, matter: str) -> None:
    answer = sent(cast.teacher, f"tell/{matter}/", **TOLD, **MATTERS[matter], kept_back="yes")
    assert "This is your copy" in answer.text
    case = Case.objects.get()
    assert KeptName.objects.get().party.case == case
    pages = [page_of(who, case) for who in (cast.dsl, cast.head)]
    assert any(pages)
    assert not any(cast.teacher.name in page for page in pages)
    assert case.name in client_of(cast.teacher).get(f"{ROOM}mine/").text
    assert Entry.objects.filter(verb="concerns:report:made").count() == 1


def test_what_somebody_tells_of_themselves_offers_no_such_thing(cast: Cast) -> None:
    for slug in sorted(FORMS.keys() - set(OTHERS)):
        assert "keep my name back" not in client_of(cast.teacher).get(f"{ROOM}tell/{slug}/").text
