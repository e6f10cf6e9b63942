"""What the pages of agreements are sent, and the act that each leaves."""

from __future__ import annotations

from typing import Any

from schoolgate.agreements import actions
from schoolgate.agreements.models import FormPart, FormRun
from schoolgate.agreements.queries import Wanted
from schoolgate.agreements.rules.kinds import Kind
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.models import Person, School
from tests.agreements.conftest import STAFF, line_of, signed, trained
from tests.agreements.papers import back, form_of, pictures, printed, sent
from tests.cast import NOW, OPERATOR, Cast
from tests.posts import Sent, Words

_ROOM = "/elmfield/agreements/"
_OF = f"{_ROOM}{STAFF}/{{pk}}/"
_DRAFT = (
    "What you post about people at the school can harm them and has consequences. If you have a "
    "concern, speak to us. We promise to work together. Pupils behave on social media as at "
    "school. The school photographs children only with your permission."
)  # fmt: skip


def _to_sign(cast: Cast) -> dict[str, Any]:
    trained(cast.teacher)
    line = line_of(cast.teacher, STAFF)
    return {"pk": cast.teacher.pk, "hash": line.text.hash}


def _signed(cast: Cast) -> Words:
    trained(cast.teacher)
    return {"pk": signed(cast.teacher, STAFF).pk}


def _declined(cast: Cast) -> Words:
    made = actions.decline(document=STAFF, for_=cast.teacher, reason="I want to ask first.",
                           by=cast.teacher, at=NOW)  # fmt: skip
    return {"pk": made.pk}


def _heath(cast: Cast, pack: str = "cotmanhay") -> School:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    return School.objects.get(pk=cast.school.pk)


def _class(cast: Cast) -> Words:
    school = _heath(cast)
    pupil = Person.objects.create(school=school, name="Ola Older", role="pupil_ks1", year=1,
                                  class_name="1Oak")  # fmt: skip
    return {"pupil": pupil.pk}


def _taught(cast: Cast) -> Words:
    made = _class(cast)
    head = Person.objects.get(pk=cast.head.pk)
    actions.record_lesson(class_name="1Oak", held_on=NOW.date(), about="The rules", by=head, at=NOW)
    return made


def _new(cast: Cast) -> Words:
    pupil = Person.objects.create(school=cast.school, name="Nia New", role="pupil_ks2", year=4,
                                  class_name="4Oak", starts_on=NOW.date())  # fmt: skip
    return {"pupil": pupil.pk}


def _teacher(cast: Cast) -> Words:
    return {"pk": cast.teacher.pk}


def _used(cast: Cast) -> Words:
    made = actions.allow_use(person=cast.teacher, kind=Kind.OWN_DEVICE, thing="blue phone",
                             by=OPERATOR, at=NOW)  # fmt: skip
    return {"use": made.pk}


def _waiting(cast: Cast) -> dict[str, Any]:
    trained(cast.teacher)
    return {"pk": cast.teacher.pk}


def _printed(cast: Cast) -> dict[str, Any]:
    made = _waiting(cast)
    run = printed(cast.head, Wanted(person=cast.teacher.pk))
    return made | {"run": run.pk, "part": FormPart.objects.get(run=run).pk}


def _scanned(cast: Cast) -> Words:
    made = _printed(cast)
    run = FormRun.objects.get(pk=made["run"])
    form = form_of(run, cast.teacher)
    scan = sent(cast.head, pictures(run)[0])
    page = back(scan)[0].page.pk
    return made | {"scan": scan.pk, "page": page, "signer": f"signer-{page}", "number": form.number}


_SIGN: dict[str, str | list[str]] = {
    "text_hash": "{hash}", "name_written": "Tara Teacher",
    "statements": ["trained", "read", "understood", "monitored"],
}  # fmt: skip


POSTS = {
    "agreements:chasing": (
        Sent("head", f"{_ROOM}chasing/", AgreementsVerb.CHASING_SET,
             {"act": "days", "remind_days": "5", "head_days": "9"}),
    ),
    "agreements:class": (
        Sent("head", f"{_ROOM}classes/1Oak/", AgreementsVerb.LESSON_RECORDED,
             {"act": "lesson", "held_on": "13/10/2026", "about": "Our rules"}, _class),
        Sent("head", f"{_ROOM}classes/1Oak/", AgreementsVerb.CLASS_SIGNED,
             {"act": "together", "present": "{pupil}"}, _taught),
        Sent("head", f"{_ROOM}classes/4Oak/", AgreementsVerb.ACCOUNT_WANTED,
             {"act": "accounts"}, _new),
    ),
    "agreements:decline": (
        Sent("teacher", f"{_OF}decline/", AgreementsVerb.AGREEMENT_DECLINED,
             {"reason": "I want to ask first."}, _teacher),
    ),
    "agreements:forms": (
        Sent("head", f"{_ROOM}forms/", AgreementsVerb.FORMS_ASKED,
             {"act": "print", "whom": "person", "person": "{pk}"}, _waiting),
        Sent("head", f"{_ROOM}forms/", AgreementsVerb.FORMS_WITHDRAWN,
             {"act": "withdraw", "run": "{run}"}, _printed),
    ),
    "agreements:home-school": (
        Sent("head", f"{_ROOM}home-school/", AgreementsVerb.HOME_SCHOOL_TEXT_PUBLISHED,
             {"act": "publish", "draft": _DRAFT, "name": "Home–school agreement",
              "published_on": "12/10/2026"}),
    ),
    "agreements:meeting-sign": (
        Sent("head", f"{_ROOM}meeting/{STAFF}/{{pk}}/", AgreementsVerb.AGREEMENT_SIGNED,
             _SIGN | {"mark": "M 1 1 L 9 9"}, _to_sign),
    ),
    "agreements:refusal": (
        Sent("head", f"{_ROOM}declined/{{pk}}/", AgreementsVerb.REFUSAL_SEEN,
             {"act": "deal", "words": "We talked."}, _declined),
    ),
    "agreements:scan": (
        Sent("head", f"{_ROOM}scans/{{scan}}/", AgreementsVerb.AGREEMENT_SIGNED,
             {"act": "take", "ticked": "{page}", "signer-{page}": "{pk}"}, _scanned),
        Sent("head", f"{_ROOM}scans/{{scan}}/", AgreementsVerb.PAGE_SET_ASIDE,
             {"act": "aside", "page": "{page}"}, _scanned),
        Sent("head", f"{_ROOM}scans/{{scan}}/", AgreementsVerb.PAGE_NAMED,
             {"act": "name", "page": "{page}", "number": "{number}"}, _scanned),
    ),
    "agreements:scans": (
        Sent("head", f"{_ROOM}scans/", AgreementsVerb.SCAN_SENT, files={"sent": b"%PDF-1.7 "}),
    ),
    "agreements:sign": (
        Sent("teacher", f"{_OF}sign/", AgreementsVerb.AGREEMENT_SIGNED, _SIGN, _to_sign),
    ),
    "agreements:training": (
        Sent("head", f"{_ROOM}training/", AgreementsVerb.TRAINING_RECORDED,
             {"act": "train", "words": "in the hall, 1 September", "present": "{pk}"}, _teacher),
    ),
    "agreements:uses": (
        Sent("head", f"{_ROOM}devices-and-channels/", AgreementsVerb.USE_ALLOWED,
             {"act": "allow", "person": "{pk}", "kind": "own-device", "thing": "blue phone"},
             _teacher),
        Sent("head", f"{_ROOM}devices-and-channels/", AgreementsVerb.USE_ENDED,
             {"act": "end", "use": "{use}"}, _used),
    ),
}  # fmt: skip
LOOKS = {
    "agreements:forms-file": (
        Sent("head", f"{_ROOM}forms/{{part}}/", AgreementsVerb.FORMS_FETCHED, {}, _printed),
    ),
    "agreements:scan": (
        Sent("head", f"{_ROOM}scans/{{scan}}/", AgreementsVerb.SCAN_VIEWED, {}, _scanned),
    ),
    "agreements:copy": (
        Sent("head", f"{_ROOM}copies/{{pk}}/", AgreementsVerb.COPY_VIEWED, {}, _signed),
    ),
    "agreements:copy-pdf": (
        Sent("head", f"{_ROOM}copies/{{pk}}/pdf/", AgreementsVerb.COPY_VIEWED, {}, _signed),
    ),
}  # fmt: skip
