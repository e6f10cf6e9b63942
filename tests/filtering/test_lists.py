"""Lists are entered, taken in, let in or refused; what is in use is what the filter goes by."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.filtering import jobs, publishing, storing
from schoolgate.filtering.actions import imports, lists
from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.models import Change, ListImport, ListSource
from schoolgate.filtering.overlay import Asker
from schoolgate.filtering.queries import lists as queries
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from tests.cast import NOW, Cast, needs_of
from tests.filtering.conftest import let_in, read, sentences, source

pytestmark = pytest.mark.usefixtures("var")
State = ListImport.State
TEN = "".join(f"s{n}.test\n" for n in range(10))


def decide(cast: Cast, address: str, role: str = "pupil_ks2") -> Decision:
    """What a filter newly made says."""
    publishing.make(cast.school, NOW)
    judge = Judge(publishing.folder_of(cast.school))
    return judge.decide_for(address, Asker(role), NOW.timestamp())


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "teacher", "governor", "dsl", "head", "other_head"]
)
def test_only_technicians_enter_and_take_in_lists(cast: Cast, who: str) -> None:
    by, of = getattr(cast, who), source(cast.technician)
    for act in (
        lambda: source(by, "Other"),
        lambda: lists.switch_source(source=of, on=False, why="x", by=by, at=NOW),
        lambda: lists.map_words(source=of, words={"a": "games"}, by=by, at=NOW),
        lambda: imports.begin_import(source=of, upload="x", by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (ListImport.objects.count(), len(sentences())) == (0, 1)


def test_a_list_that_is_let_in_closes_what_it_names(cast: Cast) -> None:
    assert decide(cast, "bets.test").verdict is Verdict.ALLOW
    made = let_in(source(cast.technician), "bets.test\nodds.test\n", cast.technician)
    found = decide(cast, "http://www.bets.test/x")
    assert (found.why, found.category, found.entry) == (Why.CATEGORY, "gambling", "bets.test")
    assert (made.state, made.entries, made.decided_by) == (State.APPLIED, 2, "Tek Nishan")
    assert sorted(queries.names_of(cast.school)) == [(b"bets.test", "gambling"),
                                                     (b"odds.test", "gambling")]  # fmt: skip
    assert "Tek Nishan let in the list Bets; after: 2 entries, Gambling: 2." in sentences()


def test_paths_of_a_list_close_themselves_alone(cast: Cast) -> None:
    let_in(source(cast.technician, form="urls"), "news.test/bets\n", cast.technician)
    assert decide(cast, "http://news.test/bets/today").category == "gambling"
    assert decide(cast, "http://news.test/better").verdict is Verdict.ALLOW
    assert [*queries.paths_of(cast.school)] == [("news.test", "/bets", "gambling")]


def test_until_a_list_is_let_in_the_one_before_is_used(cast: Cast) -> None:
    of = source(cast.technician)
    let_in(of, "a.test\n", cast.technician)
    made = read(of, "a.test\nb.test\n", cast.technician)
    assert [name for name, _ in queries.names_of(cast.school)] == [b"a.test"]
    assert (made.plan["added"], made.plan["removed"]) == (1, 0)
    with pytest.raises(UnableToRecord, match="taken in already"):
        read(of, "c.test\n", cast.technician)
    with pytest.raises(UnableToRecord, match="not what you were shown"):
        imports.apply_import(made=made, sha256="0" * 64, by=cast.technician, at=NOW)
    imports.refuse_import(made=made, why="wrong file", by=cast.technician, at=NOW)
    assert [name for name, _ in queries.names_of(cast.school)] == [b"a.test"]
    assert sentences()[-1].endswith("refused what was read of the list Bets; because wrong file.")
    with pytest.raises(UnableToRecord, match="not what you were shown"):
        imports.apply_import(made=made, sha256=made.sha256, by=cast.technician, at=NOW)


def test_a_list_that_shrinks_waits_for_a_second_person(cast: Cast, network_manager: Person) -> None:
    of = source(cast.technician)
    let_in(of, TEN, cast.technician)
    made = read(of, TEN[:14], cast.technician)
    assert "more than a fifth would go" in made.asks[0]
    with pytest.raises(UnableToRecord, match="Somebody else"):
        imports.apply_import(made=made, sha256=made.sha256, by=cast.technician, at=NOW)
    with pytest.raises(NotAllowed):
        imports.apply_import(made=made, sha256=made.sha256, by=cast.governor, at=NOW)
    assert len([*queries.names_of(cast.school)]) == 10
    assert "The list Bets asks: look at what would change" in {
        one.title for one in needs_of(network_manager)}  # fmt: skip
    imports.apply_import(made=made, sha256=made.sha256, by=cast.head, at=NOW)
    assert len([*queries.names_of(cast.school)]) == 2
    change = Change.objects.latest("pk")
    assert (change.by_label, change.confirmations.get().by_label) == ("Hana Head", "Tek Nishan")
    assert change.before == ["10 entries", "Gambling: 10"]


def test_a_list_that_would_close_a_school_site_waits_too(cast: Cast) -> None:
    made = read(source(cast.technician), "bbc.co.uk\n", cast.technician)
    assert made.asks == ["It would close sites that schools need: bbc.co.uk."]
    with pytest.raises(UnableToRecord, match="Somebody else"):
        imports.apply_import(made=made, sha256=made.sha256, by=cast.technician, at=NOW)
    assert decide(cast, "bbc.co.uk").verdict is Verdict.ALLOW


def test_words_are_explained_once_and_the_list_is_read_again(cast: Cast) -> None:
    of = source(cast.technician, form="csv", category="")
    made = read(of, "name,category\na.test,Bets\nb.test,Odd\n", cast.technician)
    assert made.plan["unknown"] == {"bets": 1, "odd": 1}
    with pytest.raises(UnableToRecord, match="what each word"):
        imports.apply_import(made=made, sha256=made.sha256, by=cast.technician, at=NOW)
    with pytest.raises(UnableToRecord, match="none of the categories"):
        lists.map_words(source=of, words={"bets": "king"}, by=cast.technician, at=NOW)
    lists.map_words(source=of, words={"bets": "gambling", "odd": ""}, by=cast.technician, at=NOW)
    imports.read_again(made=made, by=cast.technician, at=NOW)
    imports.read_import(made=made)
    imports.apply_import(made=made, sha256=made.sha256, by=cast.technician, at=NOW)
    assert made.plan["counts"] == {"gambling": 1}
    of.refresh_from_db()
    assert of.words == {"bets": "gambling", "odd": ""}
    assert "after: “bets”: Gambling, “odd”: left out" in " ".join(sentences())


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(cast: Cast) -> None:
    made = read(source(cast.technician, form="ut1"), "no tar", cast.technician)
    assert (made.state, made.obstacles) == (
        State.REFUSED, ["This is no whole .tar.gz. Fetch the file again."])  # fmt: skip


def test_a_list_that_is_off_closes_nothing(cast: Cast) -> None:
    of = source(cast.technician)
    let_in(of, "bets.test\n", cast.technician)
    with pytest.raises(UnableToRecord, match="Say why"):
        lists.switch_source(source=of, on=False, why=" ", by=cast.technician, at=NOW)
    lists.switch_source(source=of, on=False, why="it closes too much", by=cast.technician, at=NOW)
    with pytest.raises(UnableToRecord, match="off already"):
        lists.switch_source(source=of, on=False, why="x", by=cast.technician, at=NOW)
    assert [*queries.names_of(cast.school)] == []
    assert sentences()[-1] == ("Tek Nishan switched the list Bets off; before: on; after: off; "
                               "because it closes too much.")  # fmt: skip


@pytest.mark.parametrize(
    ("more", "says"),
    [({"form": "tea"}, "form of the list"), ({"category": "tea"}, "one of the categories"),
     ({"category": ""}, "no categories of its own"), ({"every_days": 0}, "once a year"),
     ({"inbox": "../x"}, "without any folder"), ({"licence": " "}, "Enter the licence"),
     ({"owner": ""}, "who makes the list")],
)  # fmt: skip
def test_a_list_is_described_as_a_whole(cast: Cast, more: dict[str, object], says: str) -> None:
    with pytest.raises(UnableToRecord, match=says):
        source(cast.technician, **more)  # type: ignore[arg-type]
    assert ListSource.objects.count() == 0


def test_names_of_lists_are_taken_once(cast: Cast) -> None:
    source(cast.technician)
    with pytest.raises(UnableToRecord, match="There is a list called Bets"):
        source(cast.technician)


def test_the_copy_before_the_last_is_kept_and_older_ones_go(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    of = source(cast.technician)
    for text in ("a.test\n", "a.test\nb.test\n", "a.test\nb.test\nc.test\n"):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            let_in(of, text, cast.technician)
    copies = {one.name for one in storing.folder(cast.school, "lists").iterdir()}
    kept = set(ListImport.objects.exclude(copy="").values_list("copy", flat=True))
    assert (len(copies), copies) == (2, kept)
    assert not [*storing.folder(cast.school, "incoming").iterdir()]


# --- By itself ------------------------------------------------------------------------------------


def _put(cast: Cast, text: str, ahead: int) -> Path:
    path = storing.in_inbox(cast.school, "bets.txt")
    path.write_text(text)
    os.utime(path, (NOW.timestamp() + ahead, NOW.timestamp() + ahead))
    return path


def test_the_inbox_is_taken_in_every_night_and_asks_where_people_have_to_look(cast: Cast) -> None:
    of = source(cast.technician, inbox="bets.txt")
    jobs.renew_lists.call()
    assert of.imports.count() == 0
    _put(cast, TEN, 1)
    jobs.renew_lists.call()
    assert queries.standing_of(of).good.by_label == "The nightly renewal of lists"  # type: ignore[union-attr]
    file = _put(cast, TEN, -1)
    jobs.renew_lists.call()
    assert of.imports.count() == 1
    _put(cast, TEN[:14], 2)
    jobs.renew_lists.call()
    assert [one.state for one in of.imports.order_by("pk")] == [State.APPLIED, State.WAITING]
    assert file.exists()
    assert not Change.objects.filter(by=None, needs_second=True).exists()
    made = of.imports.get(state=State.WAITING)
    imports.apply_import(made=made, sha256=made.sha256, by=cast.head, at=NOW)
    assert len([*queries.names_of(cast.school)]) == 2


# --- The floor ------------------------------------------------------------------------------------


def floor(by: Person) -> ListSource:
    """A list of illegal content, as the IWF's."""
    return source(by, "IWF", form="urls", category="", is_floor=True)


def test_the_floor_closes_for_everybody_and_is_never_named(cast: Cast, var: Path) -> None:
    of = floor(cast.technician)
    made = let_in(of, "awful.test\nworse.test/page\nno such name\n", cast.technician)
    for role in ("pupil_ks1", "headteacher", "network_manager"):
        found = decide(cast, "http://x.awful.test/", role)
        assert (found.verdict, found.why, found.entry) == (Verdict.BLOCK, Why.FLOOR, "")
    assert decide(cast, "http://worse.test/page").why is Why.FLOOR
    assert decide(cast, "http://worse.test/").verdict is Verdict.ALLOW
    told = f"{made.plan} {made.asks} {sentences()} {[*Change.objects.values()]}"
    stored = b"".join(path.read_bytes() for path in var.rglob("*") if path.is_file())
    for one in ("awful", "worse", "no such name"):
        assert one not in told
        assert one.encode() not in stored
    assert [*queries.names_of(cast.school)] == []
    assert made.entries == 2


def test_nobody_switches_off_or_alters_the_floor_not_even_in_the_database(cast: Cast) -> None:
    of = floor(cast.technician)
    let_in(of, "awful.test\n", cast.technician)
    with pytest.raises(UnableToRecord, match="illegal floor"):
        lists.switch_source(source=of, on=False, why="x", by=cast.technician, at=NOW)
    with pytest.raises(UnableToRecord, match="illegal floor"):
        lists.map_words(source=of, words={"a": ""}, by=cast.technician, at=NOW)
    for change in ({"enabled": False}, {"is_floor": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ListSource.objects.filter(pk=of.pk).update(**change)
    assert decide(cast, "awful.test", "headteacher").why is Why.FLOOR


def test_an_emptied_or_shrunk_floor_is_not_let_in_by_one_person(cast: Cast) -> None:
    of = floor(cast.technician)
    let_in(of, TEN, cast.technician)
    made = read(of, "# empty\n", cast.technician)
    for by in (cast.technician, cast.head):
        with pytest.raises(UnableToRecord):
            imports.apply_import(made=made, sha256=made.sha256, by=by, at=NOW)
    assert decide(cast, "s1.test").why is Why.FLOOR


def test_a_floor_says_nothing_at_another_school(cast: Cast) -> None:
    assert storing.floor_key(cast.school) != storing.floor_key(cast.other_school)
    let_in(floor(cast.technician), "awful.test\n", cast.technician)
    assert queries.floor_of(cast.other_school) == b""
