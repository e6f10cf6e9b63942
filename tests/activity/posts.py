"""What the pages on how the internet is used are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.activity.verbs import ActivityVerb
from tests.activity.usage import begun, logged, rows_of
from tests.cast import NOW, Cast
from tests.posts import Sent


def _log(cast: Cast) -> dict[str, object]:
    logged(cast.school, rows_of(begun(NOW, weeks=2), weeks=2))
    return {}


POSTS = {
    "activity:export": (
        Sent("head", "/elmfield/activity/export/", ActivityVerb.REPORT_EXPORTED,
             {"span": "weeks", "purpose": "filter", "form": "csv"}, _log),
    ),
}  # fmt: skip
