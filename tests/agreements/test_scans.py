"""Scans taken in: whose page is whose, what is said of the others, and what is kept."""

from __future__ import annotations

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Sent, UnableToSign
from schoolgate.agreements.models import Scan, ScanPage, Signature, SignedScan
from schoolgate.agreements.queries import Wanted
from schoolgate.agreements.rules.forms import Is, spaced
from schoolgate.agreements.rules.standing import State
from schoolgate.jobs.working import Worker
from schoolgate.people import actions as people
from schoolgate.people.models import Guardianship, Person, School
from schoolgate.records.models import Entry
from tests.agreements.conftest import KS1, KS2, STAFF, Family, Under, line_of, signed, trained
from tests.agreements.papers import back, form_of, pictures, printed, sent, taken
from tests.cast import NOW, Cast, client_of
from tests.web import scanned

PAGE = "/elmfield/agreements/scans/"
BLANK = Image.new("RGB", (1240, 1754), "white")


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="agreements").order_by("sequence")
    return [entry.verb.partition(":")[2] for entry in found]


def test_a_parent_and_a_pupil_sign_on_paper_and_the_pages_are_kept(
    heath: Cast, family: Family
) -> None:
    young = pictures(printed(heath.head, Wanted(person=family.young.pk)))[0]
    old = pictures(printed(heath.head, Wanted(person=family.old.pk)))[0]
    scan = sent(heath.head, old.rotate(180), scanned.signed_by_hand(young))
    assert [(one.what, one.form.for_person) for one in back(scan) if one.form] == [
        (Is.READY, family.old), (Is.READY, family.young)
    ]  # fmt: skip
    made, left = taken(scan, heath.head)
    assert left == []
    assert {(one.signer, one.for_person.pk, one.method) for one in made} == {
        (family.old, family.old.pk, "paper"), (family.parent, family.young.pk, "paper")
    }  # fmt: skip
    for who, key in ((family.old, KS2), (family.young, KS1)):
        assert line_of(who, key).state is State.SIGNED
    assert back(scan) == []
    assert {one.witness for one in made} == {heath.head}
    assert made[1].found == "page 2 of scan 1, scan.pdf".replace("scan 1", f"scan {scan.pk}")
    kept = SignedScan.objects.get(signature=made[1])
    assert bytes(kept.picture).startswith(b"\xff\xd8\xff")
    assert not ScanPage.objects.exclude(picture=None).exists(), "moved to the signatures"
    assert acts()[-4:] == ["scan:sent", "scan:read", "agreement:signed", "agreement:signed"]


def test_pages_that_cannot_be_taken_say_why_and_none_is_lost(heath: Cast, family: Family) -> None:
    page = pictures(printed(heath.head, Wanted(person=family.old.pk)))[0]
    other = School.objects.get(pk=heath.other_head.school_id)
    School.objects.filter(pk=other.pk).update(pack="thatto-heath")
    pupil = Person.objects.create(school=other, name="Elsa Where", role="pupil_ks2", year=4,
                                  class_name="4 Elm")  # fmt: skip
    head = Person.objects.select_related("school").get(pk=heath.other_head.pk)
    foreign = pictures(printed(head, Wanted(person=pupil.pk)))[0]
    web = scanned.pages_of(_printed_code("https://elsewhere.example/"))[0]
    made_up = scanned.pages_of(_printed_code("SG1:ELMFIELD:" + "A" * 16))[0]
    scan = sent(heath.head, page, BLANK, web, foreign, made_up, page)
    assert [one.what for one in back(scan)] == [
        Is.READY, Is.NO_CODE, Is.NOT_OURS, Is.OTHER_SCHOOL, Is.UNKNOWN, Is.TWICE
    ]  # fmt: skip
    assert all(one.words or one.is_ready for one in back(scan))
    everything = {one.page.pk: family.old.pk for one in back(scan)}
    made, left = actions.take_in(scan=scan, chosen=everything, by=heath.head, at=NOW)
    assert (len(made), len(left)) == (1, 5)
    assert left[2].startswith("Page 4: This form belongs to another school.")
    assert [one.what for one in back(scan)][-1] is Is.USED
    assert ScanPage.objects.filter(scan=scan, settled_at=None).exclude(picture=None).count() == 5


def _printed_code(code: str) -> bytes:
    from tests.web.test_scans import form

    return form(code)


def test_a_withdrawn_form_and_one_signed_elsewhere_are_not_taken(
    heath: Cast, family: Family
) -> None:
    run = printed(heath.head, Wanted(person=family.old.pk))
    again = printed(heath.head, Wanted(person=family.old.pk), "again")
    scan = sent(heath.head, pictures(run)[0], pictures(again)[0])
    actions.withdraw_forms(run=run, by=heath.head, at=NOW)
    assert [one.what for one in back(scan)] == [Is.WITHDRAWN, Is.READY]
    signed(family.old, KS2)
    assert [one.what for one in back(scan)] == [Is.WITHDRAWN, Is.SIGNED]
    assert actions.take_in(scan=scan, chosen={one.page.pk: family.old.pk for one in back(scan)},
                           by=heath.head, at=NOW)[0] == []  # fmt: skip
    assert Signature.objects.count() == 1


def test_an_old_text_is_taken_for_the_words_that_were_signed(heath: Cast, under: Under) -> None:
    trained(heath.teacher)
    old = line_of(heath.teacher, STAFF).text
    run = printed(heath.head, Wanted(person=heath.teacher.pk))
    now = under("ashbrook")
    scan = sent(now.head, pictures(run)[0])
    (page,) = back(scan)
    assert (page.what, page.is_old) == (Is.READY, True)
    shown = html.unescape(client_of(now.head).get(f"{PAGE}{scan.pk}/").text)
    assert "The policy has changed since this was printed" in shown
    ((made,), _) = taken(scan, now.head)
    assert made.text.shown == old
    assert made.version.startswith("thatto-heath@"), "the policy that was printed"
    assert line_of(now.teacher, STAFF).state is State.CHANGED


def test_what_is_missing_first_is_named(heath: Cast, family: Family) -> None:
    trained(heath.teacher)
    run = printed(heath.head, Wanted(document=STAFF, person=heath.teacher.pk))
    child = printed(heath.head, Wanted(person=family.young.pk))
    scan = sent(heath.head, pictures(run)[0], pictures(child)[0])
    Guardianship.objects.all().delete()
    Person.objects.filter(pk=heath.teacher.pk).update(ends_on=NOW.date())
    assert [one.what for one in back(scan)] == [Is.READY, Is.NOBODY]
    Person.objects.filter(pk=family.young.pk).update(year=5, role="pupil_ks2")
    assert back(scan)[1].what is Is.LEFT


def test_who_of_two_parents_signed_is_said(heath: Cast, family: Family) -> None:
    second = Person.objects.create(school=family.young.school, name="Quin Parent", role="parent")
    Guardianship.objects.create(school=second.school, guardian=second, pupil=family.young)
    scan = sent(heath.head, pictures(printed(heath.head, Wanted(person=family.young.pk)))[0])
    (page,) = back(scan)
    assert [name for _, name in page.signers] == ["Pat Parent", "Quin Parent"]
    refused = actions.take_in(scan=scan, chosen={page.page.pk: heath.teacher.pk}, by=heath.head,
                              at=NOW)  # fmt: skip
    assert refused == ([], ["Page 1: Choose who signed it."])
    ((made,), _) = actions.take_in(scan=scan, chosen={page.page.pk: second.pk}, by=heath.head,
                                   at=NOW)  # fmt: skip
    assert made.signer == second


def test_a_page_that_cannot_be_read_is_found_by_its_number_or_set_aside(
    heath: Cast, family: Family
) -> None:
    form = form_of(printed(heath.head, Wanted(person=family.old.pk)), family.old)
    scan = sent(heath.head, BLANK, BLANK)
    first, second = (one.page for one in back(scan))
    head, page = client_of(heath.head), f"{PAGE}{scan.pk}/"
    wrong = {"act": "name", "page": str(first.pk), "number": "ABCD-2345"}
    said = html.unescape(head.post(page, wrong).text)
    assert "No form with this number was printed here" in said
    assert 'value="ABCD-2345"' in said
    assert head.post(page, wrong | {"number": spaced(form.number)}).status_code == 303
    assert head.post(page, {"act": "aside", "page": str(second.pk)}).status_code == 303
    (found,) = back(scan)
    assert (found.what, found.form) == (Is.READY, form)
    assert len(taken(scan, heath.head)[0]) == 1
    assert acts()[-3:] == ["page:named", "page:set-aside", "agreement:signed"]


def test_set_aside_pages_are_forgotten_after_a_month(heath: Cast, family: Family) -> None:
    scan = sent(heath.head, BLANK)
    page = back(scan)[0].page
    actions.set_aside(page=page, by=heath.head, at=NOW)
    with pytest.raises(UnableToSign, match="just dealt with"):
        actions.set_aside(page=page, by=heath.head, at=NOW)
    assert actions.forget_pictures(at=NOW + actions.KEPT_PICTURES) == 1
    assert actions.forget_pictures(at=NOW + actions.KEPT_PICTURES) == 0


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "technician", "governor"])
def test_only_who_keeps_the_roster_sends_and_sees_scans(
    heath: Cast, family: Family, who: str
) -> None:
    scan = sent(heath.head, BLANK)
    viewer = getattr(heath, who)
    with pytest.raises(people.NotAllowed):
        actions.send_scans(files=[], by=viewer, at=NOW)
    with pytest.raises(people.NotAllowed):
        actions.take_in(scan=scan, chosen={}, by=viewer, at=NOW)
    for page in (PAGE, f"{PAGE}{scan.pk}/", f"{PAGE}pages/{back(scan)[0].page.pk}/"):
        assert client_of(viewer).get(page).status_code == 403
        assert client_of(heath.other_head).get(page).status_code == 404


def test_a_picture_opens_only_from_the_list_which_is_written_down(
    heath: Cast, family: Family
) -> None:
    scan = sent(heath.head, BLANK)
    page = back(scan)[0].page.pk
    head = client_of(heath.head)
    assert head.get(f"{PAGE}pages/{page}/").status_code == 404
    assert head.get(f"{PAGE}pages/{page}/?key=made-up").status_code == 404
    shown = head.get(f"{PAGE}{scan.pk}/").text
    assert acts()[-1] == "scan:viewed"
    address = html.unescape(shown.split('img class="sg-scans__picture" src="')[1].split('"')[0])
    assert head.get(address).headers["Content-Type"] == "image/jpeg"


def test_the_scan_is_seen_by_whoever_sees_the_copy(heath: Cast, family: Family) -> None:
    scan = sent(heath.head, pictures(printed(heath.head, Wanted(person=family.old.pk)))[0])
    ((made,), _) = taken(scan, heath.head)
    copy = f"/elmfield/agreements/copies/{made.pk}/"
    assert "See the page that was signed" in client_of(family.old).get(copy).text
    before = acts().count("copy:viewed")
    for who in (family.old, family.parent, heath.head):
        assert client_of(who).get(f"{copy}scan/").headers["Content-Type"] == "image/jpeg"
    assert acts().count("copy:viewed") == before + 2
    for who in (heath.governor, heath.technician, heath.other_head):
        assert client_of(who).get(f"{copy}scan/").status_code == 404
    other = signed(family.young, KS1, by=family.parent)
    none = client_of(family.parent).get(f"/elmfield/agreements/copies/{other.pk}/scan/")
    assert none.status_code == 404
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SignedScan.objects.update(picture=b"another")


def test_files_are_sent_read_by_a_job_and_refused_by_name(heath: Cast, family: Family) -> None:
    page = pictures(printed(heath.head, Wanted(person=family.old.pk)))[0]
    head = client_of(heath.head)
    bad = SimpleUploadedFile("form.pdf", b"PK\x03\x04 a spreadsheet", "application/pdf")
    said = html.unescape(head.post(PAGE, {"sent": bad}).text)
    assert "form.pdf: It is neither a PDF nor a JPEG nor a PNG picture" in said
    assert not Scan.objects.exists()
    bad.seek(0)
    good = SimpleUploadedFile("../../page.jpg", scanned.as_jpeg(page), "text/html")
    answer = head.post(PAGE, {"sent": [bad, good]})
    scan = Scan.objects.get()
    assert (scan.name, answer.headers["Location"]) == ("page.jpg", f"{PAGE}{scan.pk}/")
    assert "The pages are being read" in head.get(f"{PAGE}{scan.pk}/").text
    Worker().work(until_empty=True)
    assert "Page 1: Ola Older, 4 Oak" in head.get(f"{PAGE}{scan.pk}/").text
    assert "Look at 1 scanned page: page.jpg" in head.get("/elmfield/do/").text
    assert acts()[-3:] == ["scan:sent", "scan:read", "scan:viewed"]


def test_a_file_that_breaks_the_reader_says_so(heath: Cast) -> None:
    (scan,), _ = actions.send_scans(files=[Sent("x.pdf", b"%PDF-1.7 nothing")], by=heath.head,
                                    at=NOW)  # fmt: skip
    assert actions.read_scan(scan=scan, at=NOW)
    assert not actions.read_scan(scan=scan, at=NOW), "read once"
    assert "It is damaged" in client_of(heath.head).get(f"{PAGE}{scan.pk}/").text
    with pytest.raises(UnableToSign, match="These are 51 files"):
        actions.send_scans(files=[Sent("x", b"")] * 51, by=heath.head, at=NOW)
    assert queries.came_back(scan=scan, at=NOW) == []


def test_ticked_pages_are_taken_by_the_page(heath: Cast, family: Family) -> None:
    scan = sent(heath.head, pictures(printed(heath.head, Wanted(person=family.young.pk)))[0])
    head, page = client_of(heath.head), f"{PAGE}{scan.pk}/"
    key = str(back(scan)[0].page.pk)
    said = html.unescape(head.post(page, {"act": "take"}).text)
    assert "Tick the pages that are signed." in said
    sent_ = {"act": "take", "ticked": key, f"signer-{key}": str(family.parent.pk)}
    assert head.post(page, sent_).status_code == 303
    assert Signature.objects.get().signer == family.parent
    assert "Signed: Yan Young" in head.get(page).text
