"""`beatforge song plot`: what was heard in a song as a picture, of a file or of a project's song with its pins."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatforge.song.analysis import Analysis

RATE = 8000
"""Samples a second that the waveform's peaks are taken from: more would be seen no better."""


def plot(args: argparse.Namespace) -> int:
    """`beatforge song plot PATH [-o FILE.png]`."""
    from beatforge.deliver.song_plot import layout_of, peaks_of, write_plot
    from beatforge.song.sound import stereo_blocks

    name, analysis, sound, folder = _heard(args.file, args.song)
    peaks = None
    if sound is not None:
        peaks = peaks_of(stereo_blocks(sound, analysis.decoder, RATE), RATE, layout_of(analysis.duration))
    path = Path(args.output) if args.output else folder / f"{name}-song.png"
    write_plot(name, analysis, peaks, path)
    print(path)
    return 0


def _heard(file: str | None, song: str | None) -> tuple[str, Analysis, Path | None, Path]:
    """The song's name, what was heard, its sound if one file has it, and the folder that its picture goes to."""
    from beatforge.cli.opening import song_or_project

    path, is_project = song_or_project(file)
    if not is_project:
        from beatforge.song.listen import listen

        return path.stem, listen(path), path, Path()
    from beatforge.cli.session import Session
    from beatforge.cli.song_ids import known_song
    from beatforge.film.planning import pinned

    with Session.open(path) as session:
        project, music = session.project, session.require_music()
        build = session.folder / "build"
        if song is None and project.mashup is not None:
            return project.name, pinned(project, music.analysis), None, build
        song_id = known_song(project, song)
        sound = session.folder / project.songs[song_id].file
        name = f"{project.name}-{song_id}" if song_id else project.name
        return name, pinned(project, music.songs[song_id], song_id), sound, build
