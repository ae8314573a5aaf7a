"""Shows to made-up songs: analyses of plain numbers, drawn or given, and the show that Nova Fade gives to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from beatforge.film.dj.show import Show, show_of
from beatforge.project.models import Film
from beatforge.project.personas import Persona, read_persona
from beatforge.project.problems import Fault
from beatforge.song.analysis import ENVELOPE_HZ, SECTION_KINDS, Analysis, Drop, Stretch
from tests.film.songs import song

RATE = Fraction(24)
KINDS = ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus", "outro")


@cache
def nova() -> Persona:
    return read_persona("nova_fade")


def shown(
    analysis: Analysis, cues: Sequence[Mapping[str, Any]] = (), theme: str = "mashup_chaos", rate: Fraction = RATE
) -> tuple[Show, tuple[Fault, ...]]:
    """The show to a song with these cues, and the faults of the cues."""
    film = Film(mode="dj", persona="nova_fade", theme=theme, performance=cues)
    return show_of(film, analysis, None, nova().spec, rate)


def usual() -> Analysis:
    """A song of 48 bars that drops into its choruses."""
    return song(bars=48, kinds=KINDS)


@st.composite
def songs(draw: st.DrawFn) -> Analysis:
    """Any song: tempo, form, loudness of each bar, drops and builds anywhere, beats or none."""
    kinds = tuple(draw(st.lists(st.sampled_from(SECTION_KINDS), min_size=1, max_size=6)))
    bars = len(kinds) * draw(st.integers(2, 12))
    made = song(draw(st.integers(60, 190)), bars, kinds, draw(st.sampled_from([0.0, 0.13, 0.4])))
    levels = draw(st.lists(st.integers(0, 255), min_size=bars, max_size=bars))
    count = int(made.duration * ENVELOPE_HZ)
    energy = tuple(levels[min(bars - 1, index * bars // max(1, count))] for index in range(count))
    moments = st.floats(0, made.duration - 0.5).map(lambda at: round(at, 3))
    drops = tuple(Drop(at, 0.8) for at in sorted(draw(st.lists(moments, max_size=4, unique=True))))
    builds = tuple(Stretch(max(0.0, drop.at - 6), drop.at) for drop in drops[::2] if drop.at > 1)
    found = replace(made, envelopes={**made.envelopes, "energy": energy}, drops=drops, builds=builds)
    return replace(found, beats=(), downbeats=()) if draw(st.integers(0, 9)) == 0 else found
