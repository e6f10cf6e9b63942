"""Files on their way in: sealed while they come, so that none is ever on the disk in clear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from schoolgate.evidence import rules, storing
from schoolgate.evidence.storing import Received

MOST_BYTES = rules.LARGEST_FILM + 20 * 1024 * 1024  # of one form


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that came in and lies sealed, aside."""

    def __init__(self, received: Received, name: str) -> None:
        super().__init__(None, rules.plain_name(name), "", received.size)
        self.received = received


class SealingHandler(FileUploadHandler):
    """Seals every file of a request piece by piece; keeps none of a request that is too large."""

    _writer: storing.Writer | None = None
    _too_large = False

    def handle_raw_input(self, *request: Any, **more: Any) -> None:
        """Take the length of the body: Django gives it third."""
        self._too_large = request[2] > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file; those of a request that is too large are passed over."""
        super().new_file(*args, **kwargs)
        if self._too_large:
            raise SkipFile
        self._writer = storing.Writer()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal what came; nobody behind gets it."""
        if self._writer is not None:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile | None:
        """Return the file as a form gets it."""
        if self._writer is None:
            return None
        writer, self._writer = self._writer, None
        return SealedFile(writer.close(), self.file_name or "")

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that did not come to its end."""
        if self._writer is not None:
            self._writer.give_up()


def too_large(request: HttpRequest) -> bool:
    """Tell whether the files of a request were thrown away."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) > MOST_BYTES if length.isdecimal() else False


def forget(files: Iterable[Any]) -> None:
    """Take away what lies aside of files that were not kept."""
    for one in files:
        if isinstance(one, SealedFile):
            one.received.forget()
