"""A document beside the main policy, begun: a policy on Class Dojo, say."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.actions.drafting import draft
from schoolgate.policies.actions.storing import UnableToDraft
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import Pack
from schoolgate.policies.models import Version

_TEXT = """+++
part_of = {pack}
title = {title}
version = "1"
status = "draft"
+++

# {number} {heading}

## {number}.1 What it is for
{purpose}

```statement
about: what this document is for
```
"""


@transaction.atomic
def begin_document(
    *, school: School, title: str, purpose: str, by: Person, at: datetime
) -> Version:
    """Begin the first draft of a document beside the main policy, with a life of its own.

    Its clauses are numbered by its initials, as CD1.1. Raises NotAllowed, UnableToDraft.
    """
    name = slugify(title)[:60].strip("-")
    if not name or not purpose.strip():
        raise UnableToDraft("Write what it is called and what it is for.")
    if Version.objects.filter(school=school, document=name).exists():
        raise UnableToDraft(f"There is a document “{name}” already. Begin a draft of that one.")
    try:
        pack = library.of(school).pack
    except PackError:
        raise UnableToDraft("The main policy has mistakes. Mend them first.") from None
    plain = " ".join(title.split())
    text = _TEXT.format(
        pack=json.dumps(pack.name), title=json.dumps(plain, ensure_ascii=False), heading=plain,
        number=_number(plain, pack), purpose=_prose(purpose),
    )  # fmt: skip
    return draft(school=school, document=name, texts={f"{name}.md": text}, by=by, at=at)


def _number(title: str, pack: Pack) -> str:
    """Return the number of its first part: initials that no clause of the policy begins with."""
    initials = "".join(word[0] for word in slugify(title).split("-") if word[0].isalpha())
    letters = (initials.upper() or "D")[:4]
    while any(ref.startswith(letters) for ref in pack.by_ref):
        letters += "x"
    return f"{letters}1"


def _prose(text: str) -> str:
    """Return what was typed as prose alone: no line of it opens a heading, a box or a table."""
    return "\n".join(line.strip().lstrip("#`~+|") for line in text.strip().splitlines())
