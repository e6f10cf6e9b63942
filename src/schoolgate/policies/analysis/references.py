"""Check that what a policy refers to is there: clauses, sections, appendices, announced parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.policies.language.pack import Pack

_POINTER = re.compile(
    r"\b(?:section|paragraph|clause|appendix)s?\s+(\d+[a-z]{0,3}(?:\.\d+[a-z]*)*)", re.IGNORECASE
)
_POINTED = re.compile(r"\d+[a-z]{0,3}(?:\.\d+[a-z]*)+")  # a number: the prose is checked for it
_NOT_HERE = re.compile(r"\bof the (?:act|regulations|guidance)\b|\bof (?:KCSIE|[a-z-]+@)", re.I)

REPLACED_LAW = {
    "Data Protection Act 1998": "the Data Protection Act 2018 and UK GDPR",
    "GDPR 2018": "the Data Protection Act 2018 and UK GDPR",
    "Teachers' Standards 2012": "the Teachers' Standards as updated in 2021",
    "Ofsted framework 2012": "the current Ofsted inspection toolkit",
}
_EDITION = re.compile(r"Keeping Children Safe in Education.{0,12}?(20\d\d)|KCSIE (20\d\d)", re.I)
KCSIE_IN_FORCE = 2026


def references(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, sentence, clause) for each pointer that leads nowhere."""
    refs = {ref.lower() for ref in pack.by_ref}
    for clause in pack.clauses:
        for target in dict.fromkeys(_POINTER.findall(clause.prose)):
            if not _known(target, clause.prose, refs):
                says = (
                    f"{clause.ref or clause.title} points to {target}, which is not in this policy."
                )
                yield "reference", f"{says} Correct the number.", clause.ref
        for box in clause.boxes:
            for target in box.all("refers to"):
                if not _there(target, pack, refs) and not _POINTED.fullmatch(target):
                    says = (
                        f"{clause.ref} refers to “{target}”, which is neither here nor on the list"
                    )
                    yield (
                        "reference",
                        f"{says} of related documents. Add it, or mend it.",
                        clause.ref,
                    )
    yield from _laws(pack)
    yield from _contents(pack)


def _known(target: str, prose: str, refs: set[str]) -> bool:
    plain = target.lower()
    if plain in refs or f"app{plain}" in refs:
        return True
    if any(ref.startswith((plain + ".", f"app{plain}.")) for ref in refs):
        return True
    return bool(re.search(re.escape(target) + r".{0,30}" + _NOT_HERE.pattern, prose, re.I | re.S))


def _there(target: str, pack: Pack, refs: set[str]) -> bool:
    plain = target.lower()
    if plain in refs or any(ref.startswith(plain + ".") for ref in refs):
        return True
    titles = {clause.title.lower() for clause in pack.clauses}
    documents = {name.lower() for front in pack.fronts for name in (front.title, *front.related)}
    return plain in titles | documents


def _laws(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Yield each replaced law or edition once, with the clauses that rely on it."""
    relied: dict[str, list[str]] = {}
    for clause in pack.clauses:
        text = " ".join((clause.prose, *(box.one("law") for box in clause.boxes)))
        for says in dict.fromkeys(_replaced(text)):
            relied.setdefault(says, []).append(clause.ref)
    for says, refs in relied.items():
        rely = "relies" if len(refs) == 1 else "rely"
        yield "law", f"{', '.join(refs)} {rely} on {says}", refs[0]


def _replaced(text: str) -> Iterator[str]:
    for old, new in REPLACED_LAW.items():
        if old.lower() in text.lower():
            yield f"{old}; today that is {new}."
    for match in _EDITION.finditer(text):
        year = int(match[1] or match[2])
        if year < KCSIE_IN_FORCE:
            yield f"KCSIE {year}; a newer edition is in force."


def _contents(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Yield titles of the printed list of contents that no heading bears."""
    titles = [_plain(f"{clause.ref} {clause.title}") for clause in pack.clauses]
    titles += [_plain(front.title) for front in pack.fronts]
    for front in pack.fronts:
        for title in front.contents:
            if not any(_plain(title) in known for known in titles):
                says = f"the list of contents announces “{title}”, but no section has that title."
                yield "missing", f"{says} Add it, or take it off the list.", ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
