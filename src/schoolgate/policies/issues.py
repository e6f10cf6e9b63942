"""Issues of templates as versions keep them: what is stored is what holds, whatever is on file.

docs/decisions/0019 says why. What is checked here is checked once in each process: content is
found by its hash, so that it cannot change while it is held.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import RLock
from typing import Final, NoReturn

from schoolgate.kernel import canonical
from schoolgate.policies import on_file
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import Mistake, PackError
from schoolgate.policies.language.pack import assemble
from schoolgate.policies.models.issues import Issue
from schoolgate.policies.on_file import Loaded

MOST_HELD: Final = 200
_held: OrderedDict[str, Pack] = OrderedDict()
_lock = RLock()


def content_of(name: str, texts: Mapping[str, str], extends: str) -> tuple[str, str]:
    """Return what is stored of an issue, and its hash. `extends` is its own template's hash."""
    content = canonical.text({"name": name, "texts": dict(texts), "extends": extends})
    return content, sha256(content)


def sha256(text: str) -> str:
    """Return the SHA-256 of the UTF-8 bytes of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def stored(texts: Mapping[str, str], issue: str | None) -> Loaded:
    """Return what texts make with a stored issue; nothing is read from a file. Raises PackError.

    `issue` is the hash of the issue, None for texts that extend nothing.
    """
    named = on_file.extends(texts)
    base = _issue(issue) if issue else None
    if named and base is None:
        _refuse(named, "was never stored with this version. Draft it anew and approve it")
    if base is not None and base.id != named:
        _refuse(named or base.id, f"is stored as {base.id}. Restore the database from a backup")
    return Loaded(assemble(texts, packs=on_file.folder(), base=base), ())


def whole(text: str, stored_hash: str, name: str) -> str:
    """Return a stored text whose hash is right. Raises PackError."""
    if sha256(text) != stored_hash:
        _refuse(name, "is not the one that was stored. Restore the database from a backup")
    return text


def _issue(key: str) -> Pack:
    held = _held.get(key)
    if held is not None:
        return held
    with _lock:
        made = _held[key] = _read(key)
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
        return made


def _read(key: str) -> Pack:
    row = Issue.objects.filter(pk=key).first()
    if row is None:
        _refuse(f"issue {key[:12]}", "is missing. Restore the database from a backup")
    content = json.loads(whole(row.content, key, row.name))
    return stored(content["texts"], content["extends"] or None).pack


def _refuse(name: str, says: str) -> NoReturn:
    raise PackError([Mistake(name, 1, f"the stored text of {name} {says}.")])
