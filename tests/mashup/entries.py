"""Songs that are numbers only: profiles and entries of a library, as many as are wanted."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

from beatforge.mashup.library.entry import Entry, Place
from beatforge.mashup.library.shelf import ANALYSIS, Shelf
from beatforge.mashup.profile import SHAPE, Profile, Tags
from beatforge.mashup.vocabulary import count_words
from beatforge.song.analysis import ENVELOPES, Analysis, Section
from beatforge.song.wheel import Key

GENRES = ("house", "techno", "rock", "folk", "soul", "drum and bass", "")
SUBJECTS = ("night city rain", "love heart fire", "sea sun summer", "war blood king", "home road train", "moon dream")
WORDS = [f"{first}{last}" for first in ("gla", "tor", "mil", "sen", "bru") for last in ("dow", "nik", "ral", "tem")]

PLAIN = Profile(
    tempo_bpm=120.0,
    key="C major",
    energy=0.6,
    shape=(0.6,) * SHAPE,
    voice=None,
    genre="rock",
    words=(("night", 3), ("rain", 1), ("car", 1), ("light", 1), ("road", 1)),
)
"""A song against which others are measured."""


def synthetic_entry(number: int, seed: int = 1) -> Entry:
    """The song of this number; equal numbers give equal songs, genres and subjects come in families."""
    chance = random.Random(seed * 1_000_003 + number)
    genre, subject = chance.choice(GENRES), chance.choice(SUBJECTS)
    family = random.Random(genre)
    timbre = tuple(round(family.gauss(0, 0.8) + chance.gauss(0, 0.3), 3) for _ in range(30))
    energy = min(0.95, max(0.2, chance.gauss(0.65, 0.13)))
    title = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}"
    lyrics = " ".join(chance.choices([*subject.split(), *WORDS], k=40)) if chance.random() < 0.6 else ""
    profile = Profile(
        tempo_bpm=round(chance.uniform(70, 180), 2),
        key=str(Key(chance.randrange(12), chance.random() < 0.5)),
        energy=round(energy, 4),
        shape=tuple(round(min(1.0, max(0.0, energy + chance.gauss(0, 0.1))), 4) for _ in range(SHAPE)),
        voice=round(chance.random(), 3),
        genre=genre,
        words=count_words([title, genre, lyrics]),
        timbre=timbre,
    )
    sound = tuple(
        word for word, holds in (("slow", profile.tempo_bpm < 92), ("fast", profile.tempo_bpm > 132)) if holds
    )
    digest = f"{chance.getrandbits(256):064x}"
    place = Place(f"/songs/{number}.mp3", 4_000_000 + number, 1_700_000_000_000_000_000 + number)
    return Entry(digest, (place,), Tags(title, f"artist {number % 97}", genre), 200.0, "pyav", sound, profile)


def put_synthetic(shelf: Shelf, count: int, with_analyses: bool = False) -> list[Entry]:
    """So many songs on the shelf, the index not told yet; with analyses of a usual size if they are wanted."""
    entries = [synthetic_entry(number) for number in range(count)]
    analysis = usual_analysis() if with_analyses else None
    with shelf.lock():
        for entry in entries:
            heard = None
            if analysis is not None:
                heard = shelf.root / ANALYSIS
                heard.write_bytes(analysis)
            shelf.put(entry, heard)
    return entries


def usual_analysis() -> bytes:
    """The stored analysis of a song of four minutes."""
    curve = tuple(random.Random(1).choices(range(0, 256, 9), k=24_000))
    beats = tuple(round(0.5 * beat, 4) for beat in range(480))
    sections = (Section(0.0, 240.0, "verse"),)
    curves = dict.fromkeys(ENVELOPES, curve)
    song = Analysis(
        240.0, 44100, 2, "pyav", 120.0, True, beats, beats[::4], 4, "C major", sections, (), curves, voice=curve
    )
    return gzip.compress(json.dumps(song.to_value()).encode(), 6)


def at(entry: Entry, path: Path) -> Entry:
    """The entry as if this file were its song."""
    return replace(entry, places=(Place.of(path),))
