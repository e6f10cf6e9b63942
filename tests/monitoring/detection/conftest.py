"""One detector with the packs that are shipped, and a way to say an item."""

from collections.abc import Callable

import pytest

from schoolgate.monitoring.detection.findings import Finding
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import PhrasePack, load_packs

Judge = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def packs() -> tuple[PhrasePack, ...]:
    return load_packs()


@pytest.fixture(scope="session")
def shipped(packs: tuple[PhrasePack, ...]) -> Detector:
    return Detector(packs)


@pytest.fixture
def judge(shipped: Detector) -> Judge:
    """What the shipped packs say of a text; `who` is nobody, so that no test hears another."""

    def judged(text: str, *, role: str = "pupil_ks3", kind: Kind = Kind.SEARCH, host: str = "",
               topic: str = "") -> list[Finding]:  # fmt: skip
        return shipped.judge(Item(0, "", "", role, kind, text, host=host, topic=topic))

    return judged
