"""Check an exported journal. Needs Python 3.9 or later and nothing else.

    python verify_bundle.py BUNDLE                            is it whole in itself?
    python verify_bundle.py BUNDLE SIZE ROOT | HEAD_FILE      … and fits a head kept elsewhere?

SIZE and ROOT: lines 2 and 3 of a signed head. Exit code 0: whole; 1: not. No signature is checked.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

OPEN = ("sequence", "at", "actor", "verb", "object_kind", "object_id", "clause", "action")


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:  # RFC 6962: equal subtrees merge …
    while size & 1:
        leaf, size = sha(b"\1", peaks.pop(), leaf), size >> 1
    peaks.append(leaf)


def root_of(peaks: list[bytes]) -> bytes:  # … and all of them, from the right, make the root
    return functools.reduce(lambda right, left: sha(b"\1", left, right), reversed(peaks))


def check_entry(line: dict[str, Any], number: int, previous: bytes) -> None:
    salt, body, who, what = (line[x] for x in ("salt", "body", "actor_label", "object_label"))
    sealed, opened = bytes.fromhex(line["commitment"]), "\n".join(str(line[x]) for x in OPEN)
    if line["sequence"] != number or line["previous"] != previous.hex():
        sys.exit(f"Entry {number} is missing, or does not follow the one before it.")
    words = sha(bytes.fromhex(salt or ""), f"{who}\n{what}\n{body}".encode())
    if words != sealed and (salt, body, who, what) != (None, None, "", ""):
        sys.exit(f"Entry {number}: its words are not those that were sealed.")
    if sha(b"\0", previous, sealed, opened.encode()).hex() != line["link"]:
        sys.exit(f"Entry {number} is not what was sealed.")


def check(journal: str, lines: list[dict[str, Any]], heads: list[tuple[int, bytes]]) -> None:
    link, peaks = sha(f"schoolgate journal 1\n{journal}".encode()), list[bytes]()
    roots = dict.fromkeys((size for size, _ in heads), b"")
    for number, line in enumerate(lines, 1):
        check_entry(line, number, link)
        grow(peaks, number - 1, link := bytes.fromhex(line["link"]))
        if number in roots:
            roots[number] = root_of(peaks)
    recorded = {x["object_id"]: x["sequence"] for x in lines if x["verb"] == "records:body:erased"}
    for gone in (line["sequence"] for line in lines if line["body"] is None):
        if recorded.get(str(gone), 0) <= gone:
            sys.exit(f"Entry {gone}: its words are gone, and no record says why.")
    for size, root in heads:
        if roots[size] != root:
            sys.exit(f"The head over {size} entries does not fit: the journal was changed or cut.")


def main(file: str, *kept: str) -> None:
    top, *lines = map(json.loads, Path(file).read_text("utf-8").strip().split("\n"))
    heads = [(head["size"], bytes.fromhex(head["root"])) for head in top["heads"]]
    if kept:
        size, root = kept[-2:] if kept[1:] else Path(kept[0]).read_text("utf-8").split("\n")[1:3]
        heads.append((int(size), base64.b64decode(root, validate=True)))
    check(top["journal"], lines, heads)
    print(f"Whole: {len(lines)} entries. It fits {len(heads)} heads.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4]) if sys.argv[1:] else sys.exit(__doc__)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"This cannot be read as a bundle or a head: {error!r}.")
