"""Check a bundle of evidence. Needs Python 3.9 or later and nothing else.

    python verify_evidence.py BUNDLE.zip             is every file what the list says?
    python verify_evidence.py BUNDLE.zip CHECKSUM    … and is the list the one that was sent?

CHECKSUM: the one that the school reads out; it stands in the school's journal. Exit code 0: whole.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile

LIST = "hashes.txt"


def checksum(bundle: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with bundle.open(name) as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def check(bundle: zipfile.ZipFile, sent: str = "") -> None:
    of_list = checksum(bundle, LIST)
    if sent and sent.strip().lower() != of_list:
        sys.exit(f"The list {LIST} is not the one that was sent: its checksum is {of_list}.")
    lines = bundle.read(LIST).decode().splitlines()
    wanted = {name: hashed for hashed, name in (line.split("  ", 1) for line in lines)}
    there = bundle.namelist()
    if len(set(there)) != len(there):
        sys.exit("A name stands in the bundle twice.")
    if missing := sorted(wanted.keys() - set(there)):
        sys.exit(f"{missing[0]} is missing.")
    if added := sorted(set(there) - wanted.keys() - {LIST}):
        sys.exit(f"{added[0]} is not in the list: it was added.")
    for name, hashed in wanted.items():
        if checksum(bundle, name) != hashed:
            sys.exit(f"{name} is not what was sent: it was changed.")
    print(f"Whole: {len(wanted)} files. The checksum of the list is {of_list}.")


def main(file: str, *sent: str) -> None:
    with zipfile.ZipFile(file) as bundle:
        check(bundle, *sent)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3]) if sys.argv[1:] else sys.exit(__doc__)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.exit(f"This cannot be read as a bundle of evidence: {error!r}.")
