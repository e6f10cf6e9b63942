"""Signed heads as text: the C2SP checkpoint and signed note that transparency logs exchange.

schoolgate/elmfield
1234
(root, base64)
2026-10-14T09:30:00.000000Z

— schoolgate/elmfield (first 4 bytes of the key's hash, then the signature; base64)
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ORIGIN: Final = "schoolgate/"
_NOTE: Final = re.compile(
    r"schoolgate/(?P<journal>[^\s+]+)\n(?P<size>[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"(?P<at>[0-9T:.-]{26}Z)\n\n— (?P<name>[^\s+]+) (?P<seal>[A-Za-z0-9+/]{91}=)\n"
)
_ED25519: Final = b"\n\x01"


class NotAHead(ValueError):
    """A text is no signed head. The message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a head states: the journal's first `size` entries have this root. `seal` signs it."""

    journal: str
    size: int
    root: bytes
    at: str
    seal: bytes = b""

    @property
    def statement(self) -> str:
        """The text that is signed."""
        root = b64encode(self.root).decode()
        return f"{_ORIGIN}{self.journal}\n{self.size}\n{root}\n{self.at}\n"

    @property
    def note(self) -> str:
        """The text with its signature, as witnesses keep it."""
        seal = b64encode(self.seal).decode()
        return f"{self.statement}\n— {_ORIGIN}{self.journal} {seal}\n"


def sign(head: Head, key: Ed25519PrivateKey) -> Head:
    """Return the head with its signature."""
    seal = _key_id(head, key.public_key()) + key.sign(head.statement.encode())
    return Head(head.journal, head.size, head.root, head.at, seal)


def is_signed(head: Head, key: Ed25519PublicKey) -> bool:
    """Tell whether this key signed the head."""
    if head.seal[:4] != _key_id(head, key):
        return False
    try:
        key.verify(head.seal[4:], head.statement.encode())
    except InvalidSignature:
        return False
    return True


def read(text: str) -> Head:
    """Read a note; raises NotAHead. Line ends of any kind, and blanks around it, are forgiven."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
    match = _NOTE.fullmatch(lines)
    if match is None or match["name"] != _ORIGIN + match["journal"]:
        raise NotAHead("This is not a signed head. Use a file that “./sg journal head” printed.")
    root, seal = b64decode(match["root"]), b64decode(match["seal"])
    return Head(match["journal"], int(match["size"]), root, match["at"], seal)


def _key_id(head: Head, key: Ed25519PublicKey) -> bytes:
    named = (_ORIGIN + head.journal).encode() + _ED25519 + key.public_bytes_raw()
    return sha256(named).digest()[:4]
