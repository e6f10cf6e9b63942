"""Links that staff declare: what the policy says of them, who reads them, what was decided."""

from __future__ import annotations

import pytest
import time_machine

from schoolgate.access import jobs, permissions, verdicts
from schoolgate.access.actions import declarations
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Declaration
from schoolgate.access.rules.declarations import About, Tie, Verdict
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School, Teaching
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of, needs_of


def declared(cast: Cast, pack: str = "brookside", **other: object) -> Declaration:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    by = Person.objects.get(pk=cast.teacher.pk)
    values = {"about": About.PARENT, "name": "Pat Parent", "tie": Tie.ONLINE_FRIEND, "by": by,
              "at": NOW}  # fmt: skip
    return declarations.declare(**(values | other))  # type: ignore[arg-type]


@pytest.mark.row("PPL-27")
@pytest.mark.parametrize(
    ("pack", "about", "verdict", "clause"),
    [
        ("ashbrook", About.PARENT, Verdict.UNSUITABLE, "5.2.parents"),
        ("cotmanhay", About.PARENT, Verdict.CONSIDER, "7.2.conflict"),
        ("cotmanhay", About.PUPIL, Verdict.DISCIPLINE, "7.2.pupils"),
        ("ashbrook", About.PUPIL, Verdict.UNSUITABLE, "5.2.platforms"),
        ("brookside", About.PARENT, Verdict.UNSUITABLE, "8.3"),
        ("thatto-heath", About.PARENT, Verdict.SILENT, ""),
    ],
)
def test_the_same_link_is_judged_by_each_schools_own_policy(
    cast: Cast, pack: str, about: About, verdict: Verdict, clause: str
) -> None:
    made = declared(cast, pack, about=about)
    assert (made.verdict, made.clauses.partition(" ")[0]) == (verdict, clause)
    assert Entry.objects.get().clause == clause
    page = client_of(cast.teacher).get(f"/elmfield/access/links/{made.pk}/").text
    said = {
        Verdict.CONSIDER: "Consider first, and tell the head",
        Verdict.DISCIPLINE: "possibly a disciplinary matter",
        Verdict.SILENT: "does not say",
        Verdict.UNSUITABLE: "Unsuitable.",
    }
    assert said[verdict] in page


def test_an_old_friendship_may_be_talked_over(cast: Cast) -> None:
    made = declared(cast, tie=Tie.OLD_FRIEND)
    assert made.verdict == Verdict.TALK
    assert "talk it over with the safeguarding lead or the headteacher" in made.sentence
    assert verbs() == ["access:relationship:declared"]


@pytest.mark.parametrize(
    ("pack", "hear"),
    [("ashbrook", {"dsl", "headteacher"}), ("brookside", {"dsl", "headteacher"}),
     ("cotmanhay", {"headteacher"}), ("thatto-heath", {"headteacher"})],
)  # fmt: skip
def test_the_policy_says_who_hears_it(cast: Cast, pack: str, hear: set[str]) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    assert verdicts.recipients(School.objects.get(pk=cast.school.pk), NOW) == hear
    made = declared(cast, pack)
    assert permissions.hears(cast.dsl, made, on=TODAY) == ("dsl" in hear)
    assert permissions.declarations(cast.dsl, on=TODAY).count() == ("dsl" in hear)
    assert verbs() == ["access:relationship:declared"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", 0), ("pupil", 0), ("parent", 0), ("governor", 0), ("technician", 0),
     ("other_head", 0), ("teacher", 1), ("dsl", 1), ("head", 1)],
)  # fmt: skip
def test_only_declarer_and_recipients_read_it(cast: Cast, who: str, sees: int) -> None:
    made = declared(cast)
    assert permissions.declarations(getattr(cast, who), on=TODAY).count() == sees
    status = client_of(getattr(cast, who)).get(f"/elmfield/access/links/{made.pk}/").status_code
    assert (status == 200) == bool(sees)


@pytest.mark.row("PPL-23")
def test_a_leader_records_the_decision_and_the_declarer_reads_it(cast: Cast) -> None:
    made = declared(cast)
    assert [one.title for one in needs_of(cast.head, NOW)] == ["Decide on a declared link"]
    assert [one.clause for one in needs_of(cast.dsl, NOW)] == ["8.3"]
    head = client_of(cast.head)
    head.post(f"/elmfield/access/links/{made.pk}/",
              {"act": "decide", "words": "Keep to school channels."})  # fmt: skip
    assert needs_of(cast.head, NOW) == []
    page = client_of(cast.teacher).get(f"/elmfield/access/links/{made.pk}/").text
    assert "Keep to school channels. (Hana Head" in page
    assert "access:relationship:decided" in verbs()


def test_whom_it_is_about_is_linked_when_the_declarer_can_see_them(cast: Cast) -> None:
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="1 Oak", year=1)
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="1 Oak")
    assert declared(cast, about=About.PUPIL, name="pip  pupil").known == cast.pupil
    assert declared(cast, name="Pat Parent").known is None  # no child of theirs is in the class
    assert verbs() == ["access:relationship:declared"] * 2


def test_nobody_decides_on_their_own_and_nobody_twice(cast: Cast) -> None:
    own = declared(cast, by=cast.head)
    with pytest.raises(UnableToRecord, match="their own"):
        declarations.decide(declaration=own, decision="all is well", by=cast.head, at=NOW)
    for who in ("pupil", "parent", "technician", "teacher", "other_head"):
        with pytest.raises(NotAllowed):
            declarations.decide(declaration=own, decision="all is well", by=getattr(cast, who),
                                at=NOW)  # fmt: skip
    declarations.decide(declaration=own, decision="all is well", by=cast.dsl, at=NOW)
    with pytest.raises(UnableToRecord, match="Somebody else"):
        declarations.decide(declaration=own, decision="it is not", by=cast.dsl, at=NOW)
    assert verbs() == ["access:relationship:declared", "access:relationship:decided"]


def test_a_link_ends_by_its_declarer_once(cast: Cast) -> None:
    made = declared(cast)
    with pytest.raises(NotAllowed):
        declarations.end_link(declaration=made, by=cast.head, at=NOW)
    declarations.end_link(declaration=made, by=cast.teacher, at=NOW)
    with pytest.raises(UnableToRecord, match="over already"):
        declarations.end_link(declaration=made, by=cast.teacher, at=NOW)
    assert needs_of(cast.head, NOW) == []
    assert (
        sentences()[-1]
        == f"Tara Teacher declared a link over: declaration {made.pk} of Tara Teacher."
    )


@pytest.mark.parametrize("who", ["pupil", "parent", "governor"])
def test_declaring_is_for_staff(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        declared(cast, by=getattr(cast, who))
    assert (Declaration.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_year_after_a_link_is_over_its_words_are_gone(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    made = declared(cast, said="We go camping.")
    lasting = declared(cast, name="Lou Lasting")
    declarations.decide(declaration=made, decision="Keep it apart.", by=cast.head, at=NOW)
    declarations.end_link(declaration=made, by=cast.teacher, at=NOW)
    page = client_of(cast.teacher).get(f"/elmfield/access/links/{made.pk}/").text
    assert "14 October 2027" in page
    before = Entry.objects.count()
    clock.shift(364 * A_DAY)
    jobs.erase_links.call()
    assert Entry.objects.count() == before
    clock.shift(A_DAY)
    jobs.erase_links.call()
    jobs.erase_links.call()
    made.refresh_from_db()
    assert (made.about_name, made.words, made.decision, made.known) == ("", "", "", None)
    on_it = Entry.objects.filter(object_kind="access.declaration", object_id=str(made.pk))
    assert [one.verb for one in on_it.filter(body__isnull=False)] == ["access:relationship:erased"]
    assert verbs().count("access:relationship:erased") == 1
    lasting.refresh_from_db()
    assert (lasting.about_name, lasting.keep_until_on) == ("Lou Lasting", None)
    page = client_of(cast.head).get(f"/elmfield/access/links/{made.pk}/").text
    assert "Erased on 14 October 2027" in page


def test_a_link_of_whoever_has_left_is_kept_for_a_year_and_dated_once(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    made = declared(cast)
    Person.objects.filter(pk=cast.teacher.pk).update(ends_on=TODAY + 10 * A_DAY)
    jobs.erase_links.call()
    assert verbs() == ["access:relationship:declared"]
    clock.shift(10 * A_DAY)
    jobs.erase_links.call()
    jobs.erase_links.call()
    made.refresh_from_db()
    assert str(made.keep_until_on) == "2027-10-24"
    assert sentences()[1:] == [f"The calendar keeps the words of a declaration {made.pk} of "
                               "Tara Teacher until 24/10/2027."]  # fmt: skip
    Person.objects.filter(pk=cast.teacher.pk).update(ends_on=None)
    jobs.erase_links.call()
    made.refresh_from_db()
    assert made.keep_until_on is None
    assert sentences()[-1].endswith("for as long as it lasts.")


def test_what_is_erased_is_neither_decided_nor_waited_for(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    made = declared(cast)
    Person.objects.filter(pk=cast.teacher.pk).update(ends_on=TODAY)
    clock.shift(400 * A_DAY)
    jobs.erase_links.call()
    assert needs_of(cast.head, NOW + 400 * A_DAY) == []
    with pytest.raises(UnableToRecord, match="Look again"):
        declarations.decide(declaration=made, decision="all is well", by=cast.head, at=NOW)
    assert "access:relationship:decided" not in verbs()
