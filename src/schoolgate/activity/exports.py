"""The report as a file: the same numbers as on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter

from schoolgate.activity.queries import Report
from schoolgate.activity.reports import charts
from schoolgate.activity.reports.tables import ABOUT, LEFT_OUT
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Head, Heading, Piece, Sheet, Words

TITLE = "How the internet is used"


def days(report: Report) -> str:
    """Return the days of a report, as people write them."""
    return f"{report.weeks.first:%-d %B %Y} to {report.weeks.last:%-d %B %Y}"


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a plain file: table, column, row, number."""
    for table in report.tables:
        for row in table.rows or [(LEFT_OUT, "")]:
            for name, cell in zip(table.header[1:], row[1:], strict=False):
                yield table.title, row[0], name, cell


def xlsx(report: Report) -> bytes:
    """Return a workbook with a sheet for each table. No cell of it is a formula or a link."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        bold = book.add_format({"bold": True})
        about = book.add_worksheet("About")
        about.write_column(0, 0, [TITLE, str(report.school), days(report), ABOUT])
        for table in report.tables:
            sheet = book.add_worksheet(table.slug)
            sheet.write_row(0, 0, [table.title, table.note])
            sheet.write_row(1, 0, table.header, bold)
            for number, row in enumerate(table.rows, 2):
                sheet.write_row(number, 0, row)
            sheet.set_column(0, 0, 40)
    return out.getvalue()


def pdf(report: Report) -> bytes:
    """Return a report on paper. Raises web.paper's UnableToPrint."""
    pieces: list[Piece] = [Words(f"{days(report)}. {ABOUT}")]
    for table in report.tables:
        pieces.append(Heading(table.title))
        if table.note:
            pieces.append(Words(table.note))
        pieces.append(sheets.Table(table.header, table.rows) if table.rows else Words(LEFT_OUT))
        if table.bars and any(table.bars):
            drawn = charts.svg([row[0] for row in table.rows], table.bars, title=table.title)
            pieces.append(sheets.Picture(drawn, f"Bars: {table.title}, as in the table above"))
    sheet = Sheet(TITLE, tuple(pieces), date=days(report))
    return sheets.pdf(title=f"{report.school}: {TITLE}", head=_head(report), sheets=[sheet])


def _head(report: Report) -> Head:
    try:
        commitment = library.of(report.school).pack.front.commitment
    except PackError:
        commitment = ""
    return Head(report.school.name, commitment=commitment)
