"""`python -m tests.gateways.mail.server FOLDER`: the receiver on a folder, to be killed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from schoolgate.gateways.mail.keeping import Arrival
from schoolgate.gateways.mail.receiving import Delivery, Office, Rules, networks_of, serve
from tests.gateways.mail.conftest import NOW, keeper_in, log_in


def main(folder: Path) -> None:
    """Serve until killed; the port is said first."""
    keeper = keeper_in(folder, log_in(folder))

    def keep(some: Sequence[Delivery]) -> None:
        keeper.keep([Arrival(one.raw, NOW, "mail") for one in some])

    rules = Rules(tuple(networks_of(["127.0.0.0/8"])), without_tls=True)
    asyncio.run(serve(
        Office(lambda _, __: True, keep), rules, host="127.0.0.1", port=0, ended=asyncio.Event(),
        ready=lambda port: print(port, flush=True),
    ))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
