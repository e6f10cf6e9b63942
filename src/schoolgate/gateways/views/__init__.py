"""Pages of the room."""

from __future__ import annotations

from schoolgate.gateways.views.held import held
from schoolgate.gateways.views.pac import proxy_file
from schoolgate.gateways.views.roster import columns, how_far, plan, upload
from schoolgate.gateways.views.sources import sources

__all__ = ["columns", "held", "how_far", "plan", "proxy_file", "sources", "upload"]
