"""What the proxy itself refuses, before or beside the filter."""

from __future__ import annotations


class UnableToPass(Exception):
    """A request or an answer that is not carried; `sentence` is for who asked."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

    @property
    def is_ours(self) -> bool:
        """Tell whether the proxy will not, and not that the origin does not answer."""
        return self.status not in {502, 504}
