"""What the pages of the filter are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.filtering import storing
from schoolgate.filtering.actions import imports, lists, own
from schoolgate.filtering.actions.lists import Described
from schoolgate.filtering.actions.own import Wish
from schoolgate.filtering.models import Change, Device, FilterCheck, ListSource, Network, OwnEntry
from schoolgate.filtering.rules.checks import Kind
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from tests.cast import NOW, Cast
from tests.posts import Sent


def _network(cast: Cast) -> dict[str, object]:
    made = Network.objects.create(school=cast.school, name="Hall", cidr="10.9.0.0/16",
                                  profile="guest", added_at=NOW)  # fmt: skip
    return {"row": made.pk}


def _device(cast: Cast) -> dict[str, object]:
    made = Device.objects.create(school=cast.school, name="Tablet", address="10.9.0.1",
                                 profile="pupil_ks1", added_at=NOW)  # fmt: skip
    return {"row": made.pk}


def _source(cast: Cast) -> dict[str, object]:
    made = lists.add_source(
        school=cast.school, by=cast.technician, at=NOW,
        described=Described("Bets", "domains", "MIT", "Somebody", "gambling"),
    )  # fmt: skip
    return {"pk": made.pk}


def _read(cast: Cast) -> dict[str, object]:
    _source(cast)
    source = ListSource.objects.get()
    upload = storing.keep_upload(cast.school, [b"bets.test\n"])
    made = imports.begin_import(source=source, upload=upload, by=cast.technician, at=NOW)
    imports.read_import(made=made)
    return {"pk": made.pk, "seen": made.sha256}


def _entry(cast: Cast) -> dict[str, object]:
    wish = Wish("bets.test", allow=False, comment="asked for")
    own.add_entries(school=cast.school, wish=wish, by=cast.technician, at=NOW)
    return {"entry": OwnEntry.objects.get().pk}


def _change(cast: Cast) -> dict[str, object]:
    _entry(cast)
    return {"pk": Change.objects.get().pk}


def _second(cast: Cast) -> dict[str, object]:
    made = Person.objects.create(school=cast.school, name="Cora Chair", role="chair")
    return {"second": made.pk}


def _check(cast: Cast) -> dict[str, object]:
    made = FilterCheck.objects.create(school=cast.school, kind=Kind.DAILY, at=NOW, count=3, wrong=1)
    return {"pk": made.pk}


_CHECKS = "/elmfield/filter/checks/"
_ASKERS = "/elmfield/filter/askers/"
_GROUPS = dict.fromkeys(("guests", "pupils_ks2", "staff"), "allow")
POSTS = {
    "filtering:change": (
        Sent("head", "/elmfield/filter/changes/{pk}/", FilteringVerb.CHANGE_CONFIRMED,
             {"act": "confirm"}, _change),
    ),
    "filtering:changes": (
        Sent("governor", "/elmfield/filter/changes/", FilteringVerb.CHANGE_LOG_SIGNED,
             {"act": "sign", "up_to": "13/10/2026", "second": "{second}"}, _second),
    ),
    "filtering:import": (
        Sent("technician", "/elmfield/filter/lists/read/{pk}/", FilteringVerb.FILTER_MAINTAINED,
             {"act": "apply", "seen": "{seen}"}, _read),
        Sent("technician", "/elmfield/filter/lists/read/{pk}/", FilteringVerb.LIST_REFUSED,
             {"act": "refuse", "why": "the wrong file"}, _read),
    ),
    "filtering:list": (
        Sent("technician", "/elmfield/filter/lists/{pk}/", FilteringVerb.LIST_CHANGED,
             {"act": "switch", "why": "it closes too much"}, _source),
    ),
    "filtering:list-new": (
        Sent("technician", "/elmfield/filter/lists/new/", FilteringVerb.LIST_ADDED,
             {"act": "add", "name": "Bets", "owner": "Somebody", "licence": "MIT",
              "form": "domains", "category": "gambling", "every_days": "7"}),
    ),
    "filtering:own": (
        Sent("technician", "/elmfield/filter/own/", FilteringVerb.DECISIONS_RECORDED,
             {"act": "remove", "entry": "{entry}", "why": "no longer there"}, _entry),
    ),
    "filtering:own-new": (
        Sent("technician", "/elmfield/filter/own/new/", FilteringVerb.DECISIONS_RECORDED,
             {"act": "add", "text": "bets.test", "allow": "no", "comment": "asked for"}),
    ),
    "filtering:unlisted": (
        Sent("technician", "/elmfield/filter/unlisted/", FilteringVerb.DECISIONS_RECORDED,
             {"act": "set", "why": "the committee agreed", "pupils_ks1": "ask", **_GROUPS}),
    ),
    "filtering:askers": (
        Sent("technician", _ASKERS, FilteringVerb.NETWORK_ADDED,
             {"act": "network", "network-name": "Classrooms", "network-cidr": "10.1.0.0/16",
              "network-profile": "pupil_ks1"}),
        Sent("technician", _ASKERS, FilteringVerb.DEVICE_ADDED,
             {"act": "device", "device-name": "Tablet 14", "device-address": "10.1.2.3",
              "device-profile": "pupil_ks1"}),
        Sent("technician", _ASKERS, FilteringVerb.NETWORK_ENDED,
             {"act": "end-network", "row": "{row}"}, _network),
        Sent("technician", _ASKERS, FilteringVerb.DEVICE_ENDED,
             {"act": "end-device", "row": "{row}"}, _device),
    ),
    "filtering:check": (
        Sent("dsl", f"{_CHECKS}{{pk}}/", FilteringVerb.CHECK_FOLLOWED,
             {"act": "follow", "followed": "Lists were read again."}, _check),
    ),
    "filtering:checks": (
        Sent("technician", _CHECKS, FilteringVerb.CHECK_RECORDED, {"act": "test"}),
        Sent("head", _CHECKS, FilteringVerb.CHECK_RECORDED,
             {"act": "record", "device": "iPad 12", "network": "Wireless", "profile": "pupil_ks1",
              "tried": "gambling.filter-check.test", "expected": "block", "got": "allow",
              "followed": "Taken away from the class."}),
    ),
}  # fmt: skip
