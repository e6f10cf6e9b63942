"""Two hundred planted secrets: in the database, its log, folders and logs none of them is found."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from schoolgate.evidence.models import Bundle, Folder, Item
from schoolgate.jobs.models import Job
from schoolgate.jobs.working import Worker
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.evidence import samples

OF_A_KIND = 40  # names, contents, words, refused files, and 40 said of a bundle
SECRETS = [f"Zaphod{number:03d}Quillfeather" for number in range(5 * OF_A_KIND)]


def uploaded(number: int) -> SimpleUploadedFile:
    """A file whose name and content tell secrets."""
    name, inside = SECRETS[number], SECRETS[number + OF_A_KIND]
    make = (samples.pdf, samples.docx)[number % 2]
    return SimpleUploadedFile(f"{name}.bin", make(number, inside))


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, down to the statements."""
    caplog.set_level(logging.DEBUG)
    return caplog


def everything_in_the_database() -> bytes:
    """Every column of every table, as text and as bytes."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
                          for one in row]  # fmt: skip
    return b"\n".join(found)


def test_two_hundred_secrets_are_found_nowhere(
    cast: Cast, folder: Folder, vault: Path, tmp_path: Path, said: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    client = client_of(cast.dsl)
    for number in range(OF_A_KIND):
        client.post(f"/elmfield/evidence/{folder.pk}/", {
            "sent": [uploaded(number)], "words": SECRETS[number + 2 * OF_A_KIND], "taken_on": "",
            "taken_at": "", "address": "",
        })  # fmt: skip
    # … refused ones too: by kind, and for their size
    for number in range(3 * OF_A_KIND, 4 * OF_A_KIND):
        refused = SimpleUploadedFile(f"{SECRETS[number]}.txt", SECRETS[number].encode())
        client.post(f"/elmfield/evidence/{folder.pk}/", {"sent": [refused]})
    items = list(Item.objects.all())
    assert len(items) == OF_A_KIND
    for item in items:
        client.get(f"/elmfield/evidence/items/{item.pk}/")
        client.get(f"/elmfield/evidence/items/{item.pk}/download/").getvalue()
    page = f"/elmfield/evidence/{folder.pk}/bundles/"
    words, *names = SECRETS[4 * OF_A_KIND :]
    client.post(page, {"items": [one.pk for one in items], "form": "originals", "words": words,
                       "names": "\n".join(names)})  # fmt: skip
    Worker().work(until_empty=True)
    assert Bundle.objects.get().made_at
    everything = [everything_in_the_database(), said.text.encode()]
    everything += [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    everything += [str(one).encode() for one in tmp_path.rglob("*")]
    whole = b"\n".join(everything)
    assert Entry.objects.count() > 4 * OF_A_KIND
    assert Job.objects.exists()
    assert [one for one in SECRETS if one.encode() in whole] == []
    assert [one for one in SECRETS if one.encode("utf-16-le") in whole] == []
