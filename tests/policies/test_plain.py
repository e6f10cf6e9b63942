"""Every kind of box as a sentence that a parent can read."""

from __future__ import annotations

import pytest

from schoolgate.policies.english.plain import Plain, plain
from schoolgate.policies.english.wording import british
from schoolgate.policies.language.boxes import said
from schoolgate.policies.language.document import Box, Line
from schoolgate.policies.language.mistakes import Notebook
from schoolgate.policies.language.words import shipped


def _plain(kind: str, text: str) -> Plain:
    lines = [line.strip().partition(":") for line in text.strip().splitlines()]
    box = Box(kind, 1, [Line(key, value.strip(), 1) for key, _, value in lines])
    notes = Notebook("test.md")
    made = said(box, notes)
    assert not notes.mistakes
    return plain(made, shipped())


SENTENCES = [
    (
        "rule",
        """who: staff
        what: use personal device
        when: in lessons
        answer: not allowed
        unless: emergency is yes; device is school""",
        "Staff may not use a personal device in lessons, unless the answer to “Is it an "
        "emergency?” is yes or it is a school device.",
    ),
    ("rule", "who: everyone\nwhat: create malware\nanswer: not allowed",
     "Nobody may create malware."),
    ("rule", "who: everyone\nnot: headteacher\nwhat: create malware\nanswer: not allowed",
     "Nobody but the headteacher may create malware."),
    ("rule", "who: parents\nwhat: photograph pupil\nanswer: not allowed\nforce: advised",
     "Parents are advised not to take photos of a pupil."),
    ("rule", "who: staff\nwhat: photograph pupil\nanswer: unacceptable and illegal",
     "Staff must not (it is unacceptable and illegal) take photos of a pupil."),
    ("rule", "who: staff\nwhat: photograph pupil\nanswer: allowed\nfrom: 2026-09-01",
     "Staff may take photos of a pupil. It holds from 1 September 2026."),
    (
        "duty",
        """who: the e-safety committee
        what: review every group's access rights
        every: year
        proved by: access:access-review:closed""",
        "The e-safety committee must review every group's access rights every year; proved by "
        "the record “access review closed”.",
    ),
    ("duty", "who: it technician\nwhat: check the filter\nforce: should\nevery: regularly",
     "The IT technician should check the filter, regularly."),
    ("approval", "for: reading email\nasked by: the headteacher, in writing\nthen: tell them",
     "Reading email needs leave, asked for by the headteacher, in writing. Then tell them."),
    ("notice", "told: parents\nwhat: that websites are filtered\nby: the headteacher\nevery: year",
     "Parents must be told that websites are filtered; told by the headteacher every year."),
    ("keep", "what: web activity; email\nfor: 6 months\nthen: delete",
     "Web activity and email: kept for 6 months, then delete."),
    ("keep", "what: email\nfor: no period stated", "Email: no period is stated."),
    ("route", "for: a message\nkind: bullying\nsteps: keep it\nnever: answer it",
     "A message. Never: answer it."),
    ("route", "for: a worry\ntell: the headteacher\nhow fast: the same day\nnever: send it on",
     "A worry: tell the headteacher, the same day. Never: send it on."),
    ("register", "of: cameras\nkept by: it technician\nreviewed: term",
     "The IT technician must keep a record of cameras; reviewed every term."),
    ("role", "role: the e-safety committee\nheld by: headteacher",
     "The e-safety committee: held by the headteacher."),
    ("agreement", "for: pupils\nsigned by: parents\nbefore: using the network",
     "Pupils must accept an agreement, signed by parents before using the network."),
    ("summary", "for: parents\npoint: ask before you film",
     "In short, for parents: ask before you film."),
    ("statement", "who: staff\nabout: good manners", "Concerns staff. About good manners."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "box", "sentence"), SENTENCES)
def test_a_box_reads_as_a_sentence(kind: str, box: str, sentence: str) -> None:
    made = _plain(kind, box)
    assert (made.mark, made.text) == (kind, sentence)


def test_steps_become_a_list() -> None:
    made = _plain("route", "for: a worry\ntell: the headteacher\nsteps: write it down; keep calm")
    assert made.steps == ("write it down", "keep calm")


@pytest.mark.parametrize(
    ("written", "read"),
    [("2026-10-14, minute 7", "14 October 2026, minute 7"), ("2027-09", "September 2027"),
     ("2026-13", "2026-13"), ("summer 2027", "summer 2027")],
)  # fmt: skip
def test_dates_are_british(written: str, read: str) -> None:
    assert british(written) == read
