"""Mail comes by SMTP: from known networks, to known addresses, and is acknowledged when kept."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from schoolgate.activity.store import Store
from schoolgate.gateways.mail import receiving
from schoolgate.gateways.mail.keeping import Arrival, Keeper
from schoolgate.gateways.mail.receiving import Delivery, Office, Rules
from tests.gateways.conftest import Certificate
from tests.gateways.mail.conftest import NOW
from tests.gateways.mail.samples import AWKWARD, letter, report

JOURNAL = "elmfield@journal.example"
HERE = tuple(receiving.networks_of(["127.0.0.0/8"]))
CLEAR = Rules(HERE, without_tls=True)


def _keep(keeper: Keeper) -> Callable[[Sequence[Delivery]], None]:
    def keep(some: Sequence[Delivery]) -> None:
        keeper.keep([Arrival(one.raw, NOW, "mail", reports=True) for one in some])

    return keep


@contextmanager
def _serving(keep: Callable[[Sequence[Delivery]], None], rules: Rules = CLEAR) -> Iterator[int]:
    """A server in a thread of its own, for as long as the block runs."""
    ports: list[int] = []
    ready, loop, ended = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    def told(port: int) -> None:
        ports.append(port)
        ready.set()

    office = Office(lambda address, _: address == JOURNAL, keep)
    served = receiving.serve(office, rules, host="127.0.0.1", port=0, ready=told, ended=ended)
    thread = threading.Thread(target=loop.run_until_complete, args=(served,))
    thread.start()
    assert ready.wait(10)
    yield ports[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def _send(port: int, raw: bytes, *, to: str = JOURNAL) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.sendmail("journal@tenant.example", [to], raw)


def test_a_report_that_is_acknowledged_is_kept(keeper: Keeper, store: Store) -> None:
    with _serving(_keep(keeper)) as port:
        _send(port, report(letter()))
        assert len(store.since("mail", 0, 9)[0]) == 1, "before anything else happens"
        _send(port, report(letter()))

    assert len(store.since("mail", 0, 9)[0]) == 1
    assert len(store.since("recipients", 0, 9)[0]) == 4


def test_what_cannot_be_stored_is_asked_for_again(keeper: Keeper, store: Store) -> None:
    full = [True]

    def keep(some: Sequence[Delivery]) -> None:
        if full[0]:
            raise OSError(28, "No space left on device")
        _keep(keeper)(some)

    with _serving(keep) as port:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            _send(port, report(letter()))
        assert refused.value.smtp_code == 451
        assert store.since("mail", 0, 9)[0] == []
        full[0] = False
        _send(port, report(letter()))

    assert len(store.since("mail", 0, 9)[0]) == 1


def test_one_message_that_fails_takes_no_other_with_it(keeper: Keeper, store: Store) -> None:
    def keep(some: Sequence[Delivery]) -> None:
        if any(b"museum 3" in one.raw for one in some):
            raise ValueError("a fault of ours")
        _keep(keeper)(some)

    outcomes: list[int] = []

    def one(number: int) -> None:
        try:
            _send(port, report(letter(number)))
            outcomes.append(250)
        except smtplib.SMTPDataError as error:
            outcomes.append(error.smtp_code)

    with _serving(keep) as port:
        threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(outcomes) == [250] * 7 + [451]
    assert len(store.since("mail", 0, 99)[0]) == 7


def test_a_stranger_is_not_heard(keeper: Keeper) -> None:
    elsewhere = tuple(receiving.networks_of(["203.0.113.0/24", "2001:db8::/32"]))
    with (
        _serving(_keep(keeper), CLEAR._replace(networks=elsewhere)) as port,
        pytest.raises(smtplib.SMTPConnectError) as refused,
    ):
        _send(port, letter())

    assert refused.value.smtp_code == 554


def test_an_address_that_no_school_has_is_refused(keeper: Keeper) -> None:
    with _serving(_keep(keeper)) as port, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        _send(port, letter(), to="someone@elmfield.example")

    assert refused.value.recipients["someone@elmfield.example"][0] == 550


def test_more_than_the_largest_is_refused_and_the_next_is_taken(
    keeper: Keeper, store: Store
) -> None:
    with _serving(_keep(keeper), CLEAR._replace(largest=20_000)) as port:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:  # by its SIZE, before it is sent
            _send(port, report(letter() + b"x\r\n" * 20_000))
        assert refused.value.smtp_code == 552
        _send(port, report(letter()))

    assert len(store.since("mail", 0, 9)[0]) == 1


def test_with_a_certificate_mail_is_taken_behind_tls_only(
    keeper: Keeper, store: Store, certificate: Certificate
) -> None:
    context = receiving.context_of(str(certificate.file), str(certificate.key))
    with _serving(_keep(keeper), Rules(HERE, certificate=context)) as port:
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            _send(port, report(letter()))
        assert refused.value.smtp_code == 530
        trust = ssl.create_default_context(cafile=str(certificate.file))
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client._host = "localhost"  # type: ignore[attr-defined]
            client.starttls(context=trust)
            client.sendmail("journal@tenant.example", [JOURNAL], report(letter()))

    assert len(store.since("mail", 0, 9)[0]) == 1


def test_awkward_messages_come_through_as_they_were_sent(keeper: Keeper, store: Store) -> None:
    names = ("8-bit fields", "a line of three megabytes", "names by RFC 2231, broken",
             "rfc822 100 deep", "a bomb of fields")  # fmt: skip
    with _serving(_keep(keeper)) as port:
        for name in names:
            _send(port, report(AWKWARD[name][0]))

    assert len(store.since("mail", 0, 9)[0]) == len(names)
