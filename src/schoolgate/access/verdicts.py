"""What the school's policy says about what staff declare, asked of the evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from schoolgate.access.rules import declarations as rules
from schoolgate.access.rules import mail
from schoolgate.access.rules.declarations import About, Reading, Tie
from schoolgate.access.rules.mail import Habit
from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.rules import SILENT, Answer, Question


def on_link(person: Person, about: About, tie: Tie, at: datetime) -> Reading:
    """Return what the policy makes of a link online; a pack with mistakes counts as silent."""
    return rules.read(_befriend(person.school, person.role, about, tie, at))


def on_mail(person: Person, habit: Habit, at: datetime) -> mail.Reading:
    """Return what the policy makes of how somebody reads school e-mail."""
    asked = mail.questions(habit)
    return mail.read([(one, _ask(person.school, person.role, (one.action, "school_email"),
                                 one.facts, at)) for one in asked])  # fmt: skip


def recipients(school: School, at: datetime) -> frozenset[str]:
    """Return the roles that hear declarations at a school, as its policy says."""
    return rules.recipients(_befriend(school, "teacher", About.PARENT, Tie.OLD_FRIEND, at))


def _befriend(school: School, role: str, about: About, tie: Tie, at: datetime) -> Answer:
    return _ask(school, role, ("befriend", str(about)), rules.FACTS[tie], at)


def _ask(
    school: School, role: str, act: tuple[str, str], facts: Mapping[str, str], at: datetime
) -> Answer:
    try:
        book = library.of(school).pack.book
    except PackError:
        return SILENT
    for who in (role, "teacher"):  # a post that the policy has no rules for is staff all the same
        answer = book.decide(Question(who, *act, facts, at))
        if answer is not SILENT:
            return answer
    return SILENT
