"""What people have of the school's. Rooms that keep such things say here what they know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from schoolgate.people.models import Person

Provider = Callable[[Person], Iterable[str]]
_providers: dict[str, Provider] = {}


def add(name: str, provider: Provider) -> None:
    """Ask `provider` from now on what somebody holds; the same name again replaces it."""
    _providers[name] = provider


def of(person: Person) -> Iterator[str]:
    """Yield what somebody holds, in words, as rooms know it."""
    for provider in _providers.values():
        yield from provider(person)
