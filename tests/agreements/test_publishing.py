"""A policy whose agreement does not tell people that they are watched is not approved."""

from __future__ import annotations

import html

import pytest

from schoolgate.policies import actions, judging
from schoolgate.policies.models import Version
from tests.cast import NOW, Cast, client_of

AGREES = """+++
pack = "elmfield"
title = "Staying safe online"
version = "2"
approver = "the governing body"
review = "2027-09"
revision = "new"
+++

# 1 Use

## 1.1 Agreement
Staff sign before they use the school's systems.

```agreement
for: staff
signed by: staff
confirms: the AUP has been read; the AUP has been understood
before: use of school systems
```
"""
TELLS = """
## 1.2 Monitoring
What you do on the network is recorded, and may be looked at.

```notice
told: staff
what: that use is recorded and monitored
by: the headteacher
```
"""
SAYS = "does not tell that use is monitored"


def draft(cast: Cast, text: str) -> Version:
    return actions.draft(school=cast.school, texts={"policy.md": text}, by=cast.head, at=NOW)


@pytest.mark.row("AGR-13")
def test_an_agreement_without_the_monitoring_notice_blocks_approval(cast: Cast) -> None:
    bare, whole = draft(cast, AGREES), draft(cast, AGREES + TELLS)
    blocks = {
        one.pk: [block.text for block in judging.blocks_approval(one, on=NOW.date())]
        for one in (bare, whole)
    }
    assert [SAYS in text for text in blocks[bare.pk]] == [True]
    assert blocks[whole.pk] == []
    page = client_of(cast.head).get(f"/elmfield/policy/versions/{bare.pk}/")
    assert SAYS in html.unescape(page.text)
