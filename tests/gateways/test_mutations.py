"""Whatever is sent, the readers say what it is or that it is not understood."""

from __future__ import annotations

from random import Random

from tests.gateways.mutations import (
    frames,
    messages,
    mutated,
    survive_message,
    survive_stream,
)


def test_two_thousand_changed_messages_are_all_read() -> None:
    chance, begun = Random(31), messages()
    for _ in range(2_000):
        survive_message(mutated(chance, chance.choice(begun)))


def test_two_thousand_changed_streams_of_syslog_are_all_read() -> None:
    chance, begun = Random(37), frames()
    for _ in range(2_000):
        survive_stream(mutated(chance, chance.choice(begun)), chance.randrange(1, 400))
