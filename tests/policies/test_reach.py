"""Whom and what a policy covers, whom its words protect, and which aims its rules serve."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from schoolgate.people.models import Person
from schoolgate.people.rules import Kind
from schoolgate.policies import library
from schoolgate.policies.analysis import aims
from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import assemble
from schoolgate.policies.language.reach import EQUIPMENT, OWN, PERSONS
from schoolgate.policies.rules import Question
from tests.cast import Cast, client_of
from tests.language.mutations import PACKS

SCHOOLS_OWN, COUNTYS, _ = EQUIPMENT
HEADER = """+++
pack = "elm"
title = "Safe"
version = "1"
aims = ["Children are safe.", "Nobody is alone."]
+++

# 1 Phones

## 1.1 Bags
Phones stay in bags.
"""
RULE = """
```rule
who: staff
what: use personal device
answer: not allowed
```
"""


def goes_by(cast: Cast, pack: str) -> None:
    cast.school.pack = pack
    cast.school.save()


def cells(text: str) -> dict[tuple[str, str], str]:
    """What the page says, by person and owner of the equipment."""
    found: dict[tuple[str, str], str] = {}
    for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL)[1:]:
        plain = [" ".join(re.sub("<[^>]+>", " ", cell).split())
                 for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]  # fmt: skip
        found |= {(plain[0].lower(), one): said for one, said in zip(EQUIPMENT, plain[1:],
                                                                     strict=True)}  # fmt: skip
    return found


@pytest.mark.row("POL-12")
@pytest.mark.parametrize(
    ("pack", "expected"),
    [
        ("ashbrook", {("agents", COUNTYS): "Covered by clause 2.1",
                      ("contractors", SCHOOLS_OWN): "Covered by clause 2.1",
                      ("pupils", OWN): "Covered by clause 5.1.games"}),
        ("cotmanhay", {("staff", SCHOOLS_OWN): "Covered by clause 2.1",
                       ("staff", COUNTYS): "Out of scope",
                       ("pupils", OWN): "Covered by clause 7.1.games"}),
        ("thatto-heath", {("community users", SCHOOLS_OWN): "Covered by clause Scope.p1",
                          ("agents", SCHOOLS_OWN): "Out of scope",
                          ("visitors", COUNTYS): "Out of scope"}),
        ("brookside", {("parents", SCHOOLS_OWN): "Covered by clause 1.2",
                       ("relatives", SCHOOLS_OWN): "Out of scope"}),
    ],
)  # fmt: skip
def test_each_policy_says_whom_and_what_it_covers(
    cast: Cast, pack: str, expected: dict[tuple[str, str], str]
) -> None:
    goes_by(cast, pack)
    page = Client().get("/elmfield/policy/reach/")
    said = cells(page.text)
    assert said.keys() == {(person, one) for person in PERSONS for one in EQUIPMENT}
    assert {key: said[key] for key in expected} == expected
    assert all(
        one == "Out of scope" or one.startswith("Covered by clause") for one in said.values()
    )
    known = library.of(cast.school).pack.by_ref
    refs = set(re.findall(r"#clause-([^\"]+)", page.text))
    assert refs <= known.keys()


def test_a_word_for_reach_that_nobody_knows_is_a_mistake() -> None:
    box = "\n```statement\nbinds: staff; martians\non: the moon\n```\n"
    with pytest.raises(PackError) as told:
        assemble({"policy.md": HEADER + box}, packs=PACKS)
    said = [one.text for one in told.value.mistakes]
    assert said[0].startswith("'binds' cannot be 'martians'.")
    assert said[1].startswith("'on' cannot be 'the moon'. Write some of: the school's equipment")


@pytest.mark.row("POL-28")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay", "thatto-heath", "brookside"])
def test_clauses_are_grouped_by_the_aim_that_they_serve(cast: Cast, pack: str) -> None:
    goes_by(cast, pack)
    text = Client().get("/elmfield/policy/aims/").text
    policy = library.of(cast.school).pack
    stated = aims.aims(policy)
    assert stated
    for aim in stated:
        assert aim.rules > 0, aim.text
        group = text[text.index(aim.text[:1].upper() + aim.text[1:].replace("'", "&#x27;")[:30]) :]
        assert f"#clause-{aim.clauses[0].ref}" in group
    assert "No rule serves this aim" not in text
    assert not [one for one in findings(policy) if one.kind == "aim"]


@pytest.mark.row("POL-28")
def test_an_aim_without_a_rule_is_a_finding() -> None:
    served = "\n```statement\naim: children are safe\nserved by: 1; 9\n```\n"
    strange = "\n```statement\naim: everybody is rich\n```\n"
    policy = assemble({"policy.md": HEADER + RULE + served + strange}, packs=PACKS)
    assert [one.text for one in findings(policy) if one.kind == "aim"] == [
        "no rule serves the aim “Nobody is alone.” of Safe.",
        "1.1 says that 9 serves an aim; there is no 9.",
        "1.1 serves “everybody is rich”, which no header states as an aim.",
    ]


COMMUNITY = {  # page 25 of Ashbrook's printed policy: who belongs to the school community
    "Pia Newpupil": (Kind.PUPIL, ""), "Ola Office": (Kind.STAFF, "Office"),
    "Vera Volunteer": (Kind.VOLUNTEER, "Reading helper"), "Sam Supply": (Kind.SUPPLY, "Supply"),
    "Petra Peripatetic": (Kind.SUPPLY, "Violin teacher"), "Paul Parent": (Kind.PARENT, ""),
    "Grace Gran": (Kind.RELATIVE, "Grandparent"), "Gus Newgovernor": (Kind.GOVERNOR, ""),
    "Cora Coach": (Kind.CONTRACTOR, "Sports coach"), "Sid Speaker": (Kind.VISITOR, "Speaker"),
}  # fmt: skip


@pytest.mark.row("POL-13")
def test_the_register_takes_everybody_who_belongs_to_the_school_community(cast: Cast) -> None:
    goes_by(cast, "ashbrook")
    head = client_of(cast.head)
    form = head.get("/elmfield/people/add/").text
    assert "grandparent" in form
    assert "sports coach" in form
    for name, (kind, title) in COMMUNITY.items():
        given, family = name.split()
        data = {"kind": kind.value, "given_name": given, "family_name": family, "title": title}
        assert head.post("/elmfield/people/add/", data).status_code == 302, name
        assert Person.objects.get(name=name).kind == kind
    pupil = Person.objects.get(name="Pia Newpupil")
    gran = Person.objects.get(name="Grace Gran")
    sent = head.post(f"/elmfield/people/{pupil.pk}/guardian/",
                     {"person": str(gran.pk), "relation": "grandparent"})  # fmt: skip
    assert sent.status_code == 302
    assert "grandparent" in head.get(f"/elmfield/people/{pupil.pk}/").text


@pytest.mark.row("POL-13")
def test_the_rule_on_bullying_protects_every_member_of_the_community(cast: Cast) -> None:
    goes_by(cast, "ashbrook")
    policy = library.of(cast.school).pack
    subjects = policy.words.lexicon.keys["said_subject"].values
    assert subjects
    for subject in (*subjects, "other"):
        said = {"content": "bullying", "said_subject": subject, "subject": subject}
        answer = policy.book.decide(Question("teacher", "post", "comment", said))
        assert answer.outcome in {"not allowed", "unacceptable"}, subject
        assert "5.4.bullying" in answer.clauses, subject
        page = Client().get("/elmfield/ask/", {
            "who": "teacher", "what": "post:comment",
            "fact": ["content:bullying", f"said_subject:{subject}"], "skip": ["aim", "account"],
        })  # fmt: skip
        assert "5.4.bullying" in page.text, subject
