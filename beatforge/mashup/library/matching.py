"""Finds the songs that go with one: a few hundred by the index, each of them then judged by `compatibility`.

In: a song of the library and weights. Out: candidates with their scores taken apart, the best first. No audio.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from beatforge.errors import UsageError
from beatforge.mashup.compatibility import Match, Weights, compatibility
from beatforge.mashup.library import index
from beatforge.mashup.library.embedding import match_vector
from beatforge.mashup.library.entry import Entry
from beatforge.mashup.library.shelf import Shelf

SHORTLIST = 300
"""Songs that are scored; a library that is not larger is scored whole."""

ROLES = ("voice", "bed")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A song that goes with the one asked about, which has this `role`: it sings over the other, or under it."""

    entry: Entry
    role: str
    match: Match


def find_matches(shelf: Shelf, entry: Entry, weights: Weights, roles: tuple[str, ...] = ROLES) -> list[Candidate]:
    """All songs of the shortlist, the best first; of two directions the better one, the first where they are equal."""
    digests = index.nearest(shelf, match_vector(entry, weights), SHORTLIST + 1)
    others = (other for digest in digests if digest != entry.digest and (other := shelf.entry(digest)))
    found = [_best(entry, other, weights, roles) for other in others]
    return sorted(found, key=lambda each: (-each.match.score, each.entry.name.lower(), each.entry.digest))


def find_entry(shelf: Shelf, asked: str) -> Entry:
    """The song a user means: a file's path, the beginning of a digest, a title or a file's name; else UsageError."""
    entries = shelf.entries()
    path = str(Path(asked).expanduser().absolute())
    word = asked.lower()
    ways = (
        lambda entry: any(place.path == path for place in entry.places),
        lambda entry: entry.name.lower() == word,
        lambda entry: any(Path(place.path).name.lower() == word for place in entry.places),
        lambda entry: any(Path(place.path).stem.lower() == word for place in entry.places),
        lambda entry: len(asked) >= 4 and entry.digest.startswith(word),
    )
    for way in ways:
        found = [entry for entry in entries.values() if way(entry)]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{entry.digest[:12]} ({entry.path})" for entry in found[:5])
            raise UsageError(f'"{asked}" is the name of {len(found)} songs; name one by its digest: {listed}')
    raise UsageError(_nobody(asked, [entry.name for entry in entries.values()]))


def _best(entry: Entry, other: Entry, weights: Weights, roles: tuple[str, ...]) -> Candidate:
    def as_role(role: str) -> Candidate:
        voice, bed = (entry, other) if role == "voice" else (other, entry)
        return Candidate(other, role, compatibility(voice.profile, bed.profile, weights))

    return max((as_role(role) for role in roles), key=lambda each: each.match.score)


def _nobody(asked: str, names: list[str]) -> str:
    from beatforge.project.problems import nearest

    if Path(asked).is_file():
        return f"{asked} is not in the library; beatforge library add {asked}"
    if not names:
        return "the library is empty; beatforge library add FOLDER"
    words = {word: name for name in names for word in name.split()}
    near = nearest(asked, names) or [words[word] for word in nearest(asked, words)]
    meant = " or ".join(f'"{name}"' for name in dict.fromkeys(near))
    return f'no song "{asked}" in the library; ' + (
        f"did you mean {meant}?" if near else "`beatforge library ls` lists them"
    )
