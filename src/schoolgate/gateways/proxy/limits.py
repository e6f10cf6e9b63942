"""How much a client or an origin may ask of the proxy: bytes, seconds, connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HEAD: Final = 32 * 1024  # bytes of a request's or an answer's head
FIELDS: Final = 100  # fields in it
TARGET: Final = 8192  # bytes of an address; as filtering.names has it
BACKLOG: Final = 64 * 1024  # bytes held of a client that sends before it is asked to
CHUNK_LINE: Final = 256  # bytes of a line that says how long a chunk is
TRAILERS: Final = 8192  # bytes behind the last chunk


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of each phase of a connection, and how many there may be."""

    head: float = 10  # from the first byte of a head to its last, however slowly they drip
    idle: float = 60  # between the requests of a connection
    connect: float = 10  # to find the origin and be connected to it
    answer: float = 60  # from the request to the first byte of its answer
    stall: float = 60  # without a byte of a body in either direction
    tunnel: float = 600  # without a byte in a tunnel
    linger: float = 2  # for a refused client to read why
    judged: float = 10  # after that an open tunnel is judged anew
    tick: float = 1  # how often all of these are looked at
    per_client: int = 256
    in_all: int = 4096
