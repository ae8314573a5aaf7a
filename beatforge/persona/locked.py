"""What of a persona only a new version may change, as a digest.

In: a persona's file. Out: the digest of its locked keys as they are written (comments, blanks and the order of keys
set aside), and the fault of a file whose digest is no longer the one that its version was frozen with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from beatforge.project.nodes import Node
from beatforge.project.personas import Persona
from beatforge.project.problems import Problem

SHOWN = 12
"""Digits of a digest that tell people enough."""


def locked_digest(persona: Persona) -> str:
    """The SHA-256 of what is locked, in hexadecimal digits."""
    entries = persona.source.root.entries or {}
    told = {key: _plain(entries[key][1]) for key in persona.spec.locked if key in entries}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def lock_faults(persona: Persona) -> Iterator[Problem]:
    """What is locked and was changed without raising the version; what is not frozen yet has no lock."""
    version, digest = persona.spec.version, locked_digest(persona)
    frozen = persona.spec.digests.get(version)
    if frozen is None or frozen == digest:
        return
    source = persona.source
    _, node, _ = source.find(["version"])
    text = f"{persona.id} {version} is locked as {frozen[:SHOWN]}, and what is locked now is {digest[:SHOWN]}"
    keys = ", ".join(persona.spec.locked)
    hint = f"raise the version and freeze it (beatforge persona freeze {persona.id}), or undo the change in {keys}"
    yield source.problem(node, "BF091", text, hint)


def _plain(node: Node) -> Any:
    """A node as it is written: texts with single blanks, so that a re-wrapped text is the same."""
    if node.entries is not None:
        return {key: _plain(value) for key, (_, value) in node.entries.items()}
    if node.items is not None:
        return [_plain(item) for item in node.items]
    return " ".join((node.text or "").split())
