"""What a route box may be about: a closed list, and its words for more than one situation.

Numbers and order: MAP.md section 5. The room of concerns builds on this list.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from schoolgate.policies.language.mistakes import did_you_mean


class Known(NamedTuple):
    """One situation: its slug, its number in the source map, its title in plain words."""

    slug: str
    number: int
    title: str


_TITLES: Final = (
    ("illegal-image", "A picture that may be indecent or illegal"),
    ("illegal-activity", "Something else that may be against the law"),
    ("grooming", "Grooming, or contact by an adult or a stranger"),
    ("sexting", "Young people sharing intimate pictures"),
    ("bullying", "Bullying or abusive messages"),
    ("filter-failure", "The filter failed, or let an unsuitable site through"),
    ("accidental-access", "An adult met something unsuitable by accident"),
    ("pupil-upset", "A pupil saw something upsetting or unsuitable"),
    ("worrying-email", "An offensive, threatening or worrying e-mail"),
    ("unknown-file", "A file or an e-mail from somebody unknown"),
    ("virus-warning", "A virus warning"),
    ("account-compromise", "A password or an account that others may know"),
    ("data-seen", "Somebody saw data that were not meant for them"),
    ("kit-lost", "Equipment that is lost, stolen or damaged"),
    ("staff-misuse", "Misuse of the school's systems by a member of staff"),
    ("monitoring-trigger", "Monitoring was set off by a member of staff"),
    ("staff-allegation", "An allegation against an adult who works here"),
    ("out-of-hours-disclosure", "A child's disclosure that came out of hours"),
    ("improper-contact", "Improper contact with staff by a pupil or parent"),
    ("abusive-post", "An abusive post about the school or its staff"),
    ("threat", "A threat of violence, or serious harassment"),
    ("friend-post", "A post by a friend, or your own, that touches your work"),
    ("own-page-post", "A bad post on the school's own page"),
    ("unofficial-page", "An unofficial page or a closed group"),
    ("many-commenters", "Many are commenting, or the thread cannot be seen"),
    ("meeting-failed", "The first meeting failed, or parents refuse to meet"),
    ("off-site-behaviour", "Behaviour of a pupil away from school"),
    ("device-search", "A search of a pupil's device, or deleting from it"),
    ("staff-phone", "Illegal content or an offence on a staff phone"),
    ("photo-without-consent", "A photo published without consent"),
    ("copyright", "Copying without leave, or unlicensed software"),
    ("colleague-concern", "A worry about how a colleague behaves online"),
    ("fake-profile", "A fake profile"),
    ("child-worry", "A worry about a child's life online, or one's own"),
    ("under-age", "A child on social media below its age"),
    ("ai-misuse", "Pictures or texts made or misused with AI"),
    ("serious-incident", "A serious incident of any kind"),
    ("complaint", "A complaint about how the school dealt with something"),
)
SITUATIONS: Final = {
    slug: Known(slug, number, title) for number, (slug, title) in enumerate(_TITLES, 1)
}
# Two kinds that are no situation of their own: the box joins the routes of others.
ANY: Final = "any-misuse"
BEYOND: Final = "beyond-school"
KINDS: Final = (*SITUATIONS, ANY, BEYOND)


def unknown(kind: str) -> str:
    """Return what is wrong with a `kind` of a route box, as a sentence; nothing if it is known."""
    if kind in KINDS:
        return ""
    hint = did_you_mean(kind, KINDS) or f" Write one of: {', '.join(KINDS)}."
    return f"'kind' cannot be '{kind}'.{hint}"
