"""What was approved and recorded, and what was chosen, reasoned and reviewed, stays."""

from django.db import migrations

from schoolgate.records.never_changed import Kept, stays

_KEPT = (
    "texts", "text_hash", "school_id", "document", "number", "label", "title", "pack", "hash",
    "edition",
)  # fmt: skip
_UPDATED = f"""
    (OLD.stage <> 'draft' AND ({" OR ".join(f"NEW.{one} <> OLD.{one}" for one in _KEPT[:7])}))
    OR (OLD.stage IN ('approved', 'withdrawn')
        AND ({" OR ".join(f"NEW.{one} <> OLD.{one}" for one in _KEPT[7:])}))
    OR (OLD.stage = 'withdrawn' AND NEW.stage <> OLD.stage)
    OR (OLD.stage = 'approved' AND NEW.stage <> OLD.stage
        AND (NEW.stage <> 'withdrawn' OR OLD.from_on IS NOT NULL))
    OR (OLD.from_on IS NOT NULL AND NEW.from_on IS DISTINCT FROM OLD.from_on)
    OR (OLD.until_on IS NOT NULL AND NEW.until_on IS DISTINCT FROM OLD.until_on)"""
_OTHER_ISSUE = "OLD.stage <> 'draft' AND NEW.issue_id IS DISTINCT FROM OLD.issue_id"
_APPROVED = (
    Kept("policies_version", when=_UPDATED),
    Kept("policies_version", when=_OTHER_ISSUE, name="issue"),
    Kept("policies_version", "delete", when="OLD.stage <> 'draft'"),
    *(Kept(f"policies_{table}", event)
      for table in ("consultation", "issue", "revision", "signoff")
      for event in ("update", "delete")),
)  # fmt: skip
_CHOSEN = [
    Kept(f"policies_{table}", event)
    for table in ("clausechoice", "earlyreview", "edition", "proposal", "reason", "reviewend")
    for event in ("update", "delete")
]


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [
        stays(_APPROVED, sentence="Nothing approved is ever edited. Draft a new version."),
        stays(_CHOSEN, sentence="What was chosen, reasoned and reviewed is never changed."),
    ]
