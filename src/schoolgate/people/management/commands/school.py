"""`./sg school add`, `./sg school list`."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schoolgate.people import actions
from schoolgate.people.models import School
from schoolgate.records.parties import System

OPERATOR: Final = System("operator", "The operator, at the machine itself")


class Command(BaseCommand):
    """How a school comes onto an installation; its people come by `./sg roster`."""

    help = "Set up a school with its policy (add), or list the schools there are (list)."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="set up a school")
        add.add_argument("slug", help="its name in addresses, such as elmfield-primary")
        add.add_argument("name", help="what it is called")
        add.add_argument("--pack", required=True, help="the folder of its policy in packs/")
        add.add_argument("--phase", default="", help="infant, primary …")
        add.add_argument("--authority", help="the short name of the authority above it")
        add.add_argument("--is-authority", action="store_true", help="it is an authority itself")
        acts.add_parser("list", help="list the schools there are")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "list":
            return self._list()
        if not (settings.PACKS / options["pack"] / "policy.md").is_file():
            raise CommandError(
                f"There is no policy {settings.PACKS / options['pack']}/policy.md. "
                "Write --pack with a folder of packs/ that has one."
            )
        try:
            made = actions.add_school(
                slug=options["slug"], name=options["name"], pack=options["pack"], by=OPERATOR,
                at=timezone.now(), phase=options["phase"], authority=self._above(options),
                kind=School.Kind.AUTHORITY if options["is_authority"] else School.Kind.SCHOOL,
            )  # fmt: skip
        except actions.UnableToAdd as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{made} is set up. Next: ./sg roster apply {made.slug} FILE")
        return None

    def _above(self, options: dict[str, Any]) -> School | None:
        if not options["authority"]:
            return None
        found = School.objects.filter(slug=options["authority"], kind="authority").first()
        if found is None:
            raise CommandError(f"There is no authority “{options['authority']}”. Add it first.")
        return found

    def _list(self) -> None:
        for one in School.objects.all():
            kind = "authority" if one.kind == "authority" else f"policy {one.pack}"
            self.stdout.write(f"{one.slug:<24}{one.name:<50}{kind}")
        if not School.objects.exists():
            self.stdout.write('No school yet. Add one: ./sg school add SLUG "NAME" --pack PACK')
