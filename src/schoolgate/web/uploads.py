"""Files that are sent to us: none is kept when all of them together are too large."""

from __future__ import annotations

from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST_BYTES: Final = 50 * 1024 * 1024


class NoMoreThan(FileUploadHandler):
    """Throws every file of a request away whose body is larger than `MOST_BYTES`."""

    def handle_raw_input(self, *request: Any, **more: Any) -> None:
        """Take the length of the body: Django gives it third."""
        self._too_large = request[2] > MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if self._too_large:
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind this one."""


def too_large(request: HttpRequest) -> bool:
    """Tell whether the files of a request were thrown away."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) > MOST_BYTES if length.isdecimal() else False
