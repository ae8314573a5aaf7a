"""Whether words can be shown as the outputs ask for it: faults before anything is made, and notes for people. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from beatforge.errors import ProjectError
from beatforge.film.outputs import OFF
from beatforge.film.plan import Causes, Plan
from beatforge.film.segments import burned_cues
from beatforge.film.subtitles import READING_SPEED, fast_cues
from beatforge.project.models import Project
from beatforge.project.sung import lyrics_paths
from beatforge.song.lyrics.lines import Lyrics


def shown_lyrics(project: Project, lyrics: Lyrics | None) -> Lyrics | None:
    """The words that some output shows; ProjectError where nothing says when they are sung."""
    asking = [index for index, output in enumerate(project.outputs) if output.lyrics and output.lyrics.show != OFF]
    if not asking or (lyrics is not None and lyrics.is_timed):
        return lyrics if asking else None
    text = "nothing says when the words are sung"
    hint = "an .lrc, .srt, .vtt, .ass or UltraStar file has times; lyrics: {align: whisper} finds them"
    problems = [project.problem_at(("outputs", index, "lyrics"), "BF088", text, hint=hint) for index in asking]
    raise ProjectError(problems)


def lyrics_causes(project: Project) -> Causes:
    """What says which words are sung when."""
    return tuple(path for song_id in project.songs for path in lyrics_paths(project, song_id))


def screen_lines(plan: Plan) -> Iterator[str]:
    """What people should know of the words that outputs show: times that are guessed; for each output into whose
    pictures they are burned, the lines that are sung faster than they can be read."""
    guessed = sum(line.is_estimate for line in plan.lyrics.lines) if plan.lyrics else 0
    if plan.lyrics and guessed:
        yield f"words on screen: the times of {guessed} of {len(plan.lyrics.lines)} lines are estimates"
    told: set[tuple[int, ...]] = set()
    for delivery in plan.deliveries:
        cues = burned_cues(plan, delivery)
        fast = fast_cues(cues)
        rows = tuple(sorted({cue.row for cue in fast}))
        if not fast or rows in told:
            continue
        told.add(rows)
        worst = fast[0]
        yield (
            f"{delivery.platform}: {len(fast)} of {len(cues)} lines on screen ask for more than {READING_SPEED:g}"
            f" characters a second; the fastest for {worst.speed:.0f}, row {worst.row} of the lyrics: {worst.text}"
        )
