"""How large a scan may be, and what it is by its first bytes. Both sides of the reader know it."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_PAGES: Final = 100
MOST_PIXELS: Final = 60_000_000  # of a picture; a telephone's camera makes up to 50 million
RENDERED_PIXELS: Final = 5_000_000  # of a page of a PDF: A4 at 200 dpi has 3.9 million
MEMORY: Final = 1_500_000_000
CPU_SECONDS: Final = 120
WALL_SECONDS: Final = 300
TOO_MUCH: Final = (
    "It is damaged, or takes too much time or memory to open. Scan it again, fewer pages at a time."
)


def kind_of(data: bytes) -> str | None:
    """Return `PDF`, `JPEG` or `PNG` by the content; None for anything else."""
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    return "PNG" if data.startswith(b"\x89PNG\r\n\x1a\n") else None
