"""Check an exported journal. Needs Python 3.9 or later and nothing else.

    python verify_bundle.py BUNDLE              is the bundle whole in itself?
    python verify_bundle.py BUNDLE SIZE ROOT    … and does it fit a head that was kept elsewhere?
    python verify_bundle.py BUNDLE HEAD_FILE    … the same, with the file that holds the head

ROOT is the third line of a signed head (base64 or hexadecimal). Exit code 0: whole; 1: not.
Signatures are checked by "./sg journal verify" where Schoolgate is installed.
"""

import base64
import binascii
import hashlib
import json
import sys

OPEN = "sequence at actor verb object_kind object_id clause action".split()


def sha(*parts):
    return hashlib.sha256(b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)).digest()


def grow(peaks, size, leaf):  # RFC 6962: merge equal subtrees from the right
    while size & 1:
        leaf, size = sha(b"\1", peaks.pop(), leaf), size >> 1
    peaks.append(leaf)


def root_of(peaks):
    root = peaks[-1] if peaks else sha()
    for peak in reversed(peaks[:-1]):
        root = sha(b"\1", peak, root)
    return root


def check(lines):
    """Return the root for every number of entries; exits with a sentence at the first fault."""
    top = json.loads(next(lines))
    previous, peaks, roots, erased, heads = sha("schoolgate journal 1\n", top["journal"]), [], [], set(), []
    for line in map(json.loads, lines):
        if "note" in line:
            heads.append(line)
            continue
        number = len(roots) + 1
        words = "\n".join([line["actor_label"], line["object_label"], line["body"] or ""])
        if line["sequence"] != number or line["previous"] != previous.hex():
            sys.exit(f"Entry {number} is missing or does not follow the one before it.")
        if line["body"] is None:
            erased.add(str(number))
        elif sha(bytes.fromhex(line["salt"]), words).hex() != line["commitment"]:
            sys.exit(f"Entry {number}: its words are not those that were sealed.")
        opened = "\n".join(str(line[name]) for name in OPEN)
        if sha(b"\0", previous, bytes.fromhex(line["commitment"]), opened).hex() != line["link"]:
            sys.exit(f"Entry {number} is not what was sealed.")
        if line["verb"] == "records:body:erased" and line["object_kind"] == "records.entry":
            erased.discard(line["object_id"])
        previous = bytes.fromhex(line["link"])
        grow(peaks, number - 1, previous)
        roots.append(root_of(peaks))
    if erased:
        sys.exit(f"Entry {min(map(int, erased))}: its words are gone, and no record says why.")
    for head in [*heads, {"size": top["entries"], "root": roots[-1].hex() if roots else ""}]:
        if not 0 < head["size"] <= len(roots) or roots[head["size"] - 1].hex() != head["root"]:
            sys.exit(f"The head over {head['size']} entries does not fit.")
    return roots


def witnessed(words):
    lines = words if len(words) == 2 else open(words[0], encoding="utf-8").read().split("\n")[1:3]
    root = bytes.fromhex(lines[1]) if len(lines[1]) == 64 else base64.b64decode(lines[1])
    return int(lines[0]), root


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    try:
        roots = check(open(sys.argv[1], encoding="utf-8"))
        size, root = witnessed(sys.argv[2:]) if sys.argv[2:] else (len(roots), roots[-1])
    except (OSError, ValueError, KeyError, IndexError, StopIteration, binascii.Error) as error:
        sys.exit(f"This cannot be read as a bundle or a head: {error!r}.")
    if not 0 < size <= len(roots) or roots[size - 1] != root:
        sys.exit(f"The witnessed head over {size} entries does not fit: the journal was changed.")
    print(f"Whole: {len(roots)} entries, root {roots[-1].hex()}.")
    print("It fits the witnessed head." if sys.argv[2:] else "No witnessed head was given.")
