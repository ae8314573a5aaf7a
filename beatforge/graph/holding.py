"""A survey whose finds stay while the build runs, with gc at work beside it.

In: how to look, a store and the session's folder. Out: a survey of which every key and blob that it found is pinned.
What gc took between the look and the pin shows in the store's note of removals, and then the look is taken again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from beatforge.graph.staleness import Survey
from beatforge.graph.store import Store


def held_survey(look: Callable[[], Survey], store: Store, scratch: Path) -> Survey:
    """Look, pin what was found, and look again until nothing was taken in between."""
    pinned: set[str] = set()
    while True:
        removals = store.removals()
        survey = look()
        fresh = set(_found(survey)) - pinned
        store.pin(scratch, sorted(fresh))
        if not fresh or store.removals() == removals:
            return survey
        pinned |= fresh


def _found(survey: Survey) -> Iterator[str]:
    for entry in survey.entries.values():
        if entry.key is not None:
            yield entry.key
        for blob in (entry.outputs or entry.expected or {}).values():
            yield blob.digest
