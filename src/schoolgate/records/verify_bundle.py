"""Check an exported journal. Needs Python 3.9 or later and nothing else.

    python verify_bundle.py BUNDLE              is the bundle whole in itself?
    python verify_bundle.py BUNDLE SIZE ROOT    … and does it fit a head that was kept elsewhere?
    python verify_bundle.py BUNDLE HEAD_FILE    … the same, with the file that holds the head

SIZE and ROOT are lines 2 and 3 of a signed head. Exit code 0: whole; 1: not. Signatures are
checked by “./sg journal verify” where Schoolgate is installed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

OPEN = ("sequence", "at", "actor", "verb", "object_kind", "object_id", "clause", "action")


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:  # RFC 6962: equal subtrees merge …
    while size & 1:
        leaf, size = sha(b"\1", peaks.pop(), leaf), size >> 1
    peaks.append(leaf)


def root_of(peaks: list[bytes]) -> bytes:  # … and all of them, from the right, make the root
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = sha(b"\1", peak, root)
    return root


def check_entry(line: dict, number: int, previous: bytes) -> bytes:
    words = f"{line['actor_label']}\n{line['object_label']}\n{line['body']}".encode()
    opened = "\n".join(str(line[name]) for name in OPEN).encode()
    sealed = bytes.fromhex(line["commitment"])
    if line["sequence"] != number or line["previous"] != previous.hex():
        sys.exit(f"Entry {number} is missing, or does not follow the one before it.")
    if line["body"] is not None and sha(bytes.fromhex(line["salt"]), words) != sealed:
        sys.exit(f"Entry {number}: its words are not those that were sealed.")
    if (link := sha(b"\0", previous, sealed, opened)).hex() != line["link"]:
        sys.exit(f"Entry {number} is not what was sealed.")
    return link


def check(top: dict, lines: list[dict], wanted: list[tuple[int, bytes]]) -> None:
    link, peaks, roots = sha(f"schoolgate journal 1\n{top['journal']}".encode()), [], {}
    for number, line in enumerate(lines, 1):
        link = check_entry(line, number, link)
        grow(peaks, number - 1, link)
        roots[number] = root_of(peaks) if number in dict(wanted) else b""
    records = {x["object_id"]: x["sequence"] for x in lines if x["verb"] == "records:body:erased"}
    for line in lines:
        if line["body"] is None and records.get(str(line["sequence"]), 0) < line["sequence"]:
            sys.exit(f"Entry {line['sequence']}: its words are gone, and no record says why.")
    for size, root in wanted:
        if roots.get(size) != root:
            sys.exit(f"The head over {size} entries does not fit: the journal was changed or cut.")


def main(file: str, *kept: str) -> None:
    top, *lines = map(json.loads, Path(file).read_text("utf-8").splitlines())
    wanted = [(head["size"], bytes.fromhex(head["root"])) for head in top["heads"]]
    if kept:
        size, root = kept[-2:] if kept[1:] else Path(kept[0]).read_text("utf-8").split("\n")[1:3]
        wanted.append((int(size), base64.b64decode(root, validate=True)))
    check(top, lines, wanted)
    print(f"Whole: {len(lines)} entries. It fits {len(wanted)} heads.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4]) if sys.argv[1:] else sys.exit(__doc__)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"This cannot be read as a bundle or a head: {error!r}.")
