"""The server behind Squid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways.squid.origin import Origin


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    """A server on this machine; what it was asked is in `asked`."""
    with Origin() as made:
        yield made
        made.shutdown()
