"""One table of all listed names and the categories of each: built once, opened by every process.

`table.building` builds it: who only looks names up does not carry what that takes.
"""

from schoolgate.filtering.table.opening import Table, UnableToOpen

__all__ = ["Table", "UnableToOpen"]
