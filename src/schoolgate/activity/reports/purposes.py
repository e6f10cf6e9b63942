"""What numbers of the log may be taken away for. Judging how somebody works is not among it: logs
serve protection from breaches of security and from unsuitable sites. Source: MON-21 (000 §15.1).
"""

from __future__ import annotations

from typing import Final

PURPOSES: Final = {
    "safety": "To see whether children are kept from unsuitable sites",
    "security": "To protect the network and its data",
    "filter": "To review the filter: what it blocks too much or too little",
    "capacity": "To plan the line and the network",
    "audit": "For an audit service",
    "governors": "For governors or senior leaders, as the policy asks",
}
