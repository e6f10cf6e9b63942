"""What the server has read at its start is left out of the search for garbage."""

from __future__ import annotations

import gc

from schoolgate.config import settling


def test_a_server_that_has_settled_leaves_the_program_out_of_the_search_for_garbage() -> None:
    before = gc.get_freeze_count()
    try:
        settling.settle()
        assert gc.get_freeze_count() - before > 50_000
        assert gc.get_count()[2] == 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
