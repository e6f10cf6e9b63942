"""What a syslog message says of a request: JSON, structured data, or `name=value` words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from schoolgate.gateways.events.drafts import FIELDS, Draft, Manner, NotUnderstood, draft
from schoolgate.gateways.events.reading import Read
from schoolgate.gateways.events.syslog import Said, parsed

_WORD: Final = re.compile(r'([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|(\S*))')


def of_frame(frame: bytes, manner: Manner, columns: Mapping[str, str]) -> Read:
    """Return what a frame says of a request, or why it says nothing."""
    line = frame[:4096].decode("utf-8", "replace")
    try:
        if not frame:
            raise NotUnderstood("too long")
        return Read(line, _draft(parsed(frame), manner, columns), "")
    except NotUnderstood as error:
        return Read(line, None, str(error))


def _draft(said: Said, manner: Manner, columns: Mapping[str, str]) -> Draft:
    there = {**said.data, **_words(said.text)}
    named = {**{name: name for name in FIELDS}, **columns}
    fields = {ours: there[theirs] for ours, theirs in named.items() if theirs in there}
    if "at" not in fields and said.at:  # the sender's own time, which has a zone
        return draft({**fields, "at": said.at}, Manner())
    return draft(fields, manner)


def _words(text: str) -> dict[str, str]:
    if text.startswith("{"):
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise NotUnderstood("no JSON") from None
        return {name: str(value) for name, value in said.items()
                if isinstance(value, str | int | float)}  # fmt: skip
    return {found[1]: found[3] if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
            for found in _WORD.finditer(text)}  # fmt: skip
