"""The lyrics that a project names, looked at before anything is made; and what there is in them, for people.

In: a project, its folder, and what is known of its song. Out: a fault with its place in the lyrics file, or lines of
text. The step that reads lyrics for the film runs the same reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from beatforge.errors import ProjectError
from beatforge.song.lyrics.lines import Line, Lyrics, LyricsFault, Word

if TYPE_CHECKING:
    from beatforge.film.plan import Plan
    from beatforge.project.models import Project
    from beatforge.project.problems import Problem
    from beatforge.song.analysis import Analysis


def lyrics_problems(project: Project, folder: Path) -> Iterator[Problem]:
    """Models that are not here; and the first fault of each song's lyrics file: at its row there, or in the project
    where the whole file is wrong."""
    from beatforge.project.sung import lyrics_path, lyrics_problem
    from beatforge.song.lyrics.read import load_lyrics

    for song_id, song in project.songs.items():
        if song.lyrics is not None and song.lyrics.is_heard and (model := song.lyrics.found).missing:
            where = (*project.song_path(song_id), "lyrics", "model")
            yield project.problem_at(where, "BF072", f"no whisper: {model.missing}", hint=model.fetch)
        if song.lyrics is None or song.lyrics.file is None:
            continue
        path = folder / song.lyrics.file
        try:
            load_lyrics(path, path.suffix)
        except OSError as error:
            where = lyrics_path(project, song_id)
            yield project.problem_at(where, "BF050", f"{path.name} can't be read: {error.strerror}")
        except LyricsFault as fault:
            yield lyrics_problem(project, fault, song_id=song_id)


def check_sung(project: Project, songs: Mapping[str, Analysis], folder: Path) -> None:
    """ProjectError for words that begin when their song has ended; `songs` are all songs as they were heard, by id."""
    problems = [problem for song_id in songs for problem in _late_problems(project, song_id, songs[song_id], folder)]
    if problems:
        raise ProjectError(problems)


def _late_problems(project: Project, song_id: str, analysis: Analysis, folder: Path) -> Iterator[Problem]:
    lyrics, spec = analysis.lyrics, project.songs[song_id].lyrics
    late = [line for line in lyrics.lines if _begins(line) >= analysis.duration] if lyrics else []
    if not late or spec is None or spec.file is None:
        return
    from beatforge.project.sung import lyrics_problem
    from beatforge.song.lyrics.text import rows_of

    more = f", and {len(late) - 1} more" if len(late) > 1 else ""
    fault = LyricsFault(
        f"a word of this line{more} begins at {_begins(late[0]):.2f} s; the song ends at {analysis.duration:.2f} s",
        "are these the words of this song, at its own speed?", late[0].row, late[0].column,
    )  # fmt: skip
    rows = rows_of((folder / spec.file).read_bytes())
    fault.source = rows[fault.row - 1] if fault.row <= len(rows) else ""
    yield lyrics_problem(project, fault, "BF060", song_id)


def unmoved_lines(plan: Plan, project: Project, analysis: Analysis) -> list[str]:
    """Scenes in which something follows words, where nothing says when words are sung."""
    from beatforge.film.planning import pinned, sung_words

    heard = analysis if project.mashup is not None else pinned(project, analysis)  # with times that are estimated
    drives = [list(scene.shot.look.drives.values()) for scene in plan.scenes]
    count = sum(any(drive.feature == "word" and drive.gain for drive in own) for own in drives)
    if not count or sung_words(project, heard):
        return []
    why = "song.lyrics has no times (align: finds or estimates them)" if analysis.lyrics else "there are no song.lyrics"
    if project.mashup is not None:
        why = "no words of its songs with times are heard"
    return [f"{why}, so what follows `word` in {count} of {len(drives)} scenes does not move"]


def ear_lines(project: Project) -> list[str]:
    """What whisper listens to, where it is not the whole song."""
    from beatforge.film.sung import VOICE

    return [
        f"{f'{song_id}: ' if song_id else ''}whisper listens to the {VOICE} alone"
        for song_id, song in project.songs.items()
        if song.lyrics is not None and song.lyrics.is_heard and song.stems is not None and VOICE in song.stems.names
    ]


def lyrics_lines(lyrics: Lyrics) -> Iterator[str]:
    """Each line with its times and its words; what is estimated has a ~ before its time."""
    words = [word for line in lyrics.lines for word in line.words]
    counts = f"{_many(lyrics.lines, 'line')}, {_many(words, 'word')}, from {lyrics.form}"
    counts += f", aligned by {lyrics.aligned_by}" if lyrics.aligned_by not in ("", lyrics.form) else ""
    if not lyrics.is_timed:
        yield f"{counts}: nothing says when they are sung"
        yield from (f"  {_visible(line.text)}" for line in lyrics.lines)
        return
    yield f"{counts}; {_sureness(lyrics, words)}"
    for line in lyrics.lines:
        if line.start is None:
            yield f"  -:--.-- - -:--.--  {_visible(line.text)}"
            continue
        yield f"  {_mark(line)}{_clock(line.start)} - {_clock(line.end)}  {_visible(line.text)}"
        yield "    " + " ".join(
            f"{'~' * word.is_estimate}{word.start:.2f} {_visible(word.text)}" for word in line.words
        )


def _sureness(lyrics: Lyrics, words: Sequence[Word]) -> str:
    """How far the times can be believed, in words."""
    lost = sum(line.start is None for line in lyrics.lines)
    guessed = sum(word.is_estimate for word in words)
    if lyrics.is_estimate:
        said = "times of lines and words are estimated from what is heard (~), and may be "
        said += (
            "a second or two off: lines that return lie on music that returns"
            if lyrics.is_confirmed
            else ("many seconds off: no line returns on music that returns")
        )
    elif guessed:
        said = f"{guessed} word times are estimated from syllables (~)"
    else:
        said = "all words have times" if not lost else "all words that were found have times"
    return f"{said}; {_many(range(lost), 'line')} not found in the song" if lost else said


def _mark(sung: Line | Word) -> str:
    return "~" if sung.is_estimate else ""


def _begins(line: Line) -> float:
    """When the last of it begins that the file gives a time; before the song where it gives none."""
    said = [word.start for word in line.words if not word.is_estimate]
    return max((start for start in (line.start, *said) if start is not None), default=-1.0)


def _many(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'s' if len(things) != 1 else ''}"


def _clock(seconds: float | None) -> str:
    whole = seconds or 0.0
    return f"{int(whole) // 60}:{whole % 60:05.2f}"


def _visible(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
