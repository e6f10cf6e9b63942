"""What was told, written and kept is never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import Kept, never_changed, stays

# A statement is approved once; else it stays, as everything does that the headteacher keeps.
_STATEMENT = " OR ".join(
    ("OLD.approved_at IS NOT NULL OR NEW.approved_at IS NULL",
     *(f"OLD.{name} <> NEW.{name}" for name in ("body", "wrapped", "token", "number", "by_id", "at",
                                                "school_id")),
     "COALESCE(OLD.case_id, 0) <> COALESCE(NEW.case_id, 0)")
)  # fmt: skip
_REGISTERS = "A register is never changed: write how it stands now."


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial")]

    operations = [
        never_changed(
            "concerns_entry",
            "concerns_report",
            sentence="What was told and written about a concern is never changed.",
        ),
        never_changed(
            "concerns_keptname", sentence="A name that is kept back is never changed."
        ),
        never_changed("concerns_termreport", sentence="The report of a term is made once."),
        never_changed(
            "concerns_arrangement",
            "concerns_enquiry",
            "concerns_listed",
            "concerns_watchedpage",
            "concerns_watchedstanding",
            sentence=_REGISTERS,
        ),
        stays([Kept("concerns_statement", when=_STATEMENT)], sentence=_REGISTERS),
        stays(
            [
                Kept(f"concerns_{table}", "delete")
                for table in ("arrangement", "enquiry", "listed", "statement", "watchedpage",
                              "watchedstanding")
            ],
            sentence="What is in a register stays in it.",
        ),
    ]  # fmt: skip
