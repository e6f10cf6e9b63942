"""What staff read who are asked to stay out of a discussion on line. Pure. Source: HSM-05 (003
App 1 b: public posts can be quoted; 000 §5.9: do not answer yourself)."""

from __future__ import annotations

from typing import Final

NOTICE: Final = (
    "There is a discussion on line about the school. Please stay out of it.",
    "Do not answer, share, like or report it from an account of your own, and do not ask others "
    "to: what staff write in public can be quoted by the press.",
    "If somebody speaks to you about it, say that the headteacher is dealing with it.",
    "If you see something new, tell the headteacher. Do not send it round.",
)
