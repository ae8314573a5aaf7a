"""What `doctor` finds of extras: packages that a film needs only where its project asks for them, and their models.

In: this machine. Out: one `Finding` per extra. A model counts as found where a build would find it, and what is
missing is said in the build's own words. Nothing is imported, loaded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata

from beatforge.cli.findings import Finding, attempt, lacks, required

GROUP = "extra"


@dataclass(frozen=True, slots=True)
class Extra:
    """`package` is what brings the extra about, `use` what a project can say then."""

    package: str
    use: str


EXTRAS: Mapping[str, Extra] = {
    "library": Extra("chromadb", "`beatforge library search` and `match`"),
    "stems": Extra("demucs", "`stems: {separate: demucs}`"),
    "lyrics": Extra("openai-whisper", "`lyrics: {transcribe: whisper}` and `align: whisper`"),
    "beats": Extra("beat_this", "`beats: beat_this`"),
}
"""All of pyproject's extras but `dev`; a test compares the two."""


def extras() -> Iterator[Finding]:
    """A row for each, in the order of the table."""
    for name in EXTRAS:
        yield attempt(GROUP, name, False, lambda name=name: _extra(name))  # type: ignore[misc]  # bound early


def _extra(name: str) -> Finding:
    extra = EXTRAS[name]
    how = f"pip install 'beatforge[{name}]'"
    try:
        version = metadata.version(extra.package)
    except metadata.PackageNotFoundError:
        means = f"would allow {extra.use}: {how}"
        return Finding(GROUP, name, "absent", False, f"{extra.package} is not installed", means)
    for requirement in required(name):
        package = re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]
        try:
            installed = metadata.version(package)
        except metadata.PackageNotFoundError:
            return Finding(GROUP, name, "failed", False, f"{package} is not installed", f"for {extra.use}: {how}")
        if lacks(installed, requirement):
            return Finding(GROUP, name, "failed", False, f"{package} {installed} is too old", f"for {extra.use}: {how}")
    found, missing, fetch = _model(name)
    said = f"{extra.package} {version}" + (f", {found}" if found else "")
    if missing:
        return Finding(GROUP, name, "absent", False, f"{said}; {missing}", f"would allow {extra.use}; {fetch}")
    return Finding(GROUP, name, "ok", False, said, f"allows {extra.use}")


def _model(name: str) -> tuple[str, str, str]:
    """What there is to load for an extra, or what is missing and how to get it; all empty where it needs none."""
    if name == "stems":
        from beatforge.song.stems import models as separators

        separator = separators.published_model(separators.DEFAULT_MODEL)
        return "" if separator.missing else separator.name, separator.missing, separator.fetch
    if name == "lyrics":
        from beatforge.song.lyrics import models as listeners

        there = [model for model in listeners.MODELS if not listeners.published_model(model).missing]
        listener = listeners.published_model(there[0] if there else listeners.DEFAULT_MODEL)
        return ", ".join(there), listener.missing, listener.fetch
    if name == "beats":
        from beatforge.song.trackers import beat_this_weights

        weights = beat_this_weights()
        return "" if weights.missing else weights.file.name, weights.missing, weights.fetch
    return "", "", ""
