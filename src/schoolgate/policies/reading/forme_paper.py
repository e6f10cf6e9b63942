"""A role's page on paper."""

from __future__ import annotations

from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.forme import ForMe, Point
from schoolgate.policies.reading.pictures import drawing
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Head, Heading, Picture, Piece, Points, Sheet, Words


def for_me_pdf(pack: Pack, page: ForMe, *, school: str, url: str, pictures: bool) -> bytes:
    """Return a role's page as tagged PDF; with pictures, in large letters and short points alone.

    Raises web.paper.making.UnableToPrint.
    """
    title = "Our rules for computers" if pictures else f"What our policy means for {page.title}"
    pieces = _pictures(page) if pictures else _lists(page)
    origin = Words(
        f"From {pack.front.title}, version {pack.front.version}. "
        "Where two clauses speak of one thing, the stricter one holds."
    )
    sheet = Sheet(title, (*pieces, origin), code=url, code_says="A code that opens this page")
    head = Head(school, commitment=pack.front.commitment)
    return sheets.pdf(title=title, head=head, sheets=[sheet], large=pictures)


def _pictures(page: ForMe) -> list[Piece]:
    drawn = [(drawing(one.text), one.text) for one in page.simple]
    return [Picture(picture.svg, picture.shows, text) for picture, text in drawn]


def _lists(page: ForMe) -> list[Piece]:
    pieces: list[Piece] = []
    if page.points:
        pieces += [Heading("In short"), _points(page.points)]
    for title, points in page.lists:
        pieces += [Heading(title), _points(points)]
    return pieces


def _points(points: tuple[Point, ...]) -> Points:
    return Points(tuple((one.text, one.clause) for one in points))
