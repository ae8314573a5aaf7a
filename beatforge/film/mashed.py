"""A mashup as the music of a film: the edit list that its project means, as a song and as a mix. Pure.

In: a project and what was told of each of its songs. Out: `Mashed`; ProjectError with the place of what its recipe
lacks, or of an edit that meets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beatforge.errors import ProjectError
from beatforge.film.causes import mashup_causes
from beatforge.film.heard import AAC_RATES
from beatforge.film.listening import STEMS, told_by
from beatforge.film.plan import Heard, Sounding
from beatforge.mashup.heard import analysis_of
from beatforge.mashup.recipes import edit_list, mix_of
from beatforge.mashup.rows import EditList
from beatforge.mashup.themes import word_lists
from beatforge.project.models import Project
from beatforge.project.problems import Fault, Problem
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one song: its analysis with its words, as its human says it is, and its stems."""

    analysis: Analysis
    stems: Stems | None = None


@dataclass(frozen=True, slots=True)
class Mashed:
    """A mashup: row by row, as a song, and as what is heard."""

    made: EditList
    analysis: Analysis
    heard: Heard


def mashed(project: Project, told: Mapping[str, Told]) -> Mashed:
    """What the project makes of its songs."""
    spec = project.mashup
    assert spec is not None
    stems = {song: one.stems for song, one in told.items() if one.stems is not None}
    try:
        lists = word_lists(spec, project.library.themes, project.library.feelings)
        made = edit_list(spec, {song: one.analysis for song, one in told.items()}, stems, lists)
    except Fault as fault:
        raise ProjectError([mashup_problem(project, fault)]) from fault
    rate = told[made.decks.lead].analysis.sample_rate
    mix = mix_of(made, rate if rate in AAC_RATES else 48000)
    sounds = {
        song: Sounding(
            said.file,
            told[song].analysis.decoder,
            (*project.song_path(song), "file"),
            told_by(STEMS, song) if said.stems else "",
            stems[song].names if song in stems else (),
        )
        for song, said in project.songs.items()
    }
    causes = dict.fromkeys((part.id for part in mix.parts), mashup_causes(project))
    return Mashed(made, analysis_of(made, mix, stems), Heard(mix, sounds, causes, made.type))


def mashup_problem(project: Project, fault: Fault) -> Problem:
    """A fault of the mashup with its place in the project."""
    return project.problem_at(("mashup", *fault.at), fault.code, fault.text, fault.token, hint=fault.hint)
