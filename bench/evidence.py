"""`python -m bench.evidence`: attaching, copies, and a bundle of 300 pages."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

LINE = "{:<58}{:>18}{:>14}"


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SCHOOLGATE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        from schoolgate.records import tenancy

        call_command("migrate", verbosity=0)
        tenancy.open_process(because="A measurement stands in for a command.")
        print(LINE.format("measurement", "here", "aim"))
        _measure()
    return 0


def _measure() -> None:
    from schoolgate.evidence import actions, entitled, storing, stripping
    from schoolgate.evidence.entitled import Rules
    from schoolgate.evidence.models import Bundle, Item
    from schoolgate.evidence.rules import Form, Kind
    from tests.cast import assemble
    from tests.evidence import samples

    cast, at = assemble(), datetime.now(UTC)
    entitled.by("bench:case", Rules(lambda *_: ("dsl",)))
    folder = actions.open_folder(school=cast.school, keeper="bench:case:1", holders=["dsl"],
                                 by=cast.dsl, at=at)  # fmt: skip

    def attach(data: bytes, name: str) -> Item:
        coming = actions.Coming(storing.receive(_pieces(data)), name)
        return actions.attach(folder=folder, coming=coming, by=cast.dsl, at=at)

    photo, film = _photo(), samples.mp4(1) + samples.box(b"mdat", os.urandom(20_000_000))
    document = samples.pdf(3, pages=100)
    row(
        f"attach a photo of {len(photo) / 1e6:.0f} MB, with its copy, s",
        _timed(attach, photo, "p"),
        "",
    )
    row("attach a video of 20 MB, with its copy, s", _timed(attach, film, "f"), "")
    sealed = _timed(lambda: storing.receive(_pieces(film)).forget())
    row("seal 20 MB as it comes in, s", sealed, "")
    for name, data, kind in (("photo", photo, Kind.JPEG), ("video", film, Kind.MP4),
                             ("PDF of 100 pages", document, Kind.PDF)):  # fmt: skip
        taken = _timed(lambda d=data, k=kind: list(stripping.stripped(io.BytesIO(d), k)))
        row(f"copy of the {name}, s", taken, "")
    ids = [attach(samples.pdf(number, pages=5), "d").pk for number in range(10, 70)]

    def make(form: Form, *names: str) -> None:
        asked = actions.ask_for_bundle(folder=folder, items=ids, form=form, names=names,
                                       by=cast.dsl, at=at)  # fmt: skip
        assert actions.make_bundle(bundle=asked, at=at), Bundle.objects.get(pk=asked.pk).trouble

    row("bundle of 60 PDFs, 300 pages, copies, s", _timed(make, Form.COPIES), "< 30")
    row("  the same, with two names that it must not tell, s",
        _timed(make, Form.COPIES, "Rhoda Reporter", "Sam Other"), "< 30")  # fmt: skip
    row("  the same, originals, s", _timed(make, Form.ORIGINALS, "Rhoda Reporter"), "< 30")
    pictures = [attach(samples.png(number), "d").pk for number in range(100, 340)]
    ids[:] = [*pictures, *ids]
    row("bundle of 300 items, 540 pages, copies, s", _timed(make, Form.COPIES, "Sam Other"), "< 30")
    assert len(list(Path(os.environ["SCHOOLGATE_VAR"]).rglob("incoming/*"))) == 0


def _photo() -> bytes:
    """A picture that a telephone would take: 24 million points."""
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (5656, 4242), os.urandom(5656 * 4242 * 3)).save(out, "JPEG", quality=68)
    return out.getvalue()


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + 65_536] for at in range(0, len(data), 65_536)]


def _timed(work: Callable[..., object], *args: object) -> float:
    start = time.perf_counter()
    work(*args)
    return time.perf_counter() - start


def row(what: str, here: float, aim: str) -> None:
    """Print one measurement."""
    print(LINE.format(what, f"{here:.2f}", aim), flush=True)


if __name__ == "__main__":
    sys.exit(main())
