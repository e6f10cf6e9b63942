"""Bodies outside the school: the kinds that a route may name, and numbers that everybody has.

Numbers are of organisations, public, and ours; a school writes its own beside them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

KINDS: Final = {
    "emergency": "Emergency services",
    "police": "Police",
    "police-commissioner": "Office of the Police Commissioner",
    "social-care": "Children’s social care",
    "lado": "Local authority designated officer (LADO)",
    "la-safeguarding": "Local authority: safeguarding officer",
    "la-ict": "Local authority: ICT manager",
    "hr": "Human resources",
    "legal": "Legal advice",
    "press": "Crisis communications",
    "filter-provider": "Provider of the filter",
    "platform": "Site or platform",
    "ico": "Information Commissioner",
    "ceop": "CEOP",
    "iwf": "Internet Watch Foundation",
    "childline": "Childline",
    "nspcc": "NSPCC helpline",
    "support": "Support for staff",
    "union": "Union or professional association",
    "health": "Occupational health or counselling",
    "adviser": "School improvement adviser",
    "guidance": "Guidance to read",
    "other": "Other",
}
# Who may hear of a crime: an illegal matter does not end without one of these.
AUTHORITIES: Final = frozenset({"emergency", "police"})
_WORDS: Final = (
    ("police-commissioner", r"commissioner's office"),
    ("police", r"police|necessary authorities"),
    ("lado", r"\blado\b|designated officer"),
    ("la-ict", r"\bict manager"),
    ("la-safeguarding", r"safeguarding officer"),
    ("social-care", r"social (care|services)|call derbyshire"),
    ("hr", r"\bhr\b|human resources"),
    ("legal", r"legal"),
    ("press", r"crisis communications|press"),
    ("ico", r"information commissioner"),
    ("platform", r"platform|\bsite\b"),
    ("filter-provider", r"council$|filter"),
)


def kind_of(phrase: str) -> str:
    """Return the kind of body that a phrase of a policy means; `other` if none is known."""
    plain = phrase.lower().replace("’", "'")
    return next((kind for kind, words in _WORDS if re.search(words, plain)), "other")


class Public(NamedTuple):
    """A public organisation: its kind, name, telephone, address on the web, and when it answers."""

    kind: str
    name: str
    telephone: str
    web: str
    hours: str


FLOOR: Final = (
    Public("emergency", "Emergency services", "999", "", "Day and night"),
    Public("police", "Police, when it is no emergency", "101", "www.police.uk", "Day and night"),
    Public("childline", "Childline", "0800 1111", "www.childline.org.uk", "Day and night"),
    Public("nspcc", "NSPCC helpline, for adults", "0808 800 5000", "www.nspcc.org.uk", ""),
    Public("iwf", "Internet Watch Foundation", "", "report.iwf.org.uk", ""),
    Public("ceop", "CEOP Safety Centre", "", "www.ceop.police.uk/safety-centre", ""),
    Public("support", "Education Support", "08000 562 561", "www.educationsupport.org.uk",
           "Day and night"),
    Public("support", "Professionals Online Safety Helpline", "0344 381 4772",
           "saferinternet.org.uk", "Working days"),
    Public("guidance", "Childnet", "", "www.childnet.com", ""),
    Public("guidance", "Department for Education", "", "www.gov.uk/dfe", ""),
)  # fmt: skip
# Whom a school is pointed to when staff are attacked, and has to write down itself. HSM-09.
SIGNPOSTS: Final = ("union", "support", "hr", "health", "adviser", "guidance")
# What somebody is given who tells when nobody is expected to read.
OUT_OF_HOURS: Final = ("emergency", "police", "social-care", "childline", "nspcc")
STALE_AFTER: Final = timedelta(days=365)


def is_stale(checked_on: date | None, *, on: date) -> bool:
    """Tell whether a number has to be checked before it is used: nobody has for a year.
    Source: HSM-09."""
    return checked_on is None or on - checked_on > STALE_AFTER
