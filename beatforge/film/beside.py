"""Subtitles of an output: the files beside its film, and what a film carries as a track of its own. Pure.

In: a plan whose lyrics have times, an output that shows them. Out: a target of three small files, and cues for the
film. Karaoke lines keep the pages that are seen in the picture; plain subtitles have rows of usual length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from beatforge.film.plan import Causes, Delivery, Plan
from beatforge.film.subtitles import SUBTITLE_ROW, cues_of
from beatforge.graph.target import Origin, Source, Target

WRITE_SUBTITLES = "beatforge.deliver.subtitle_files:write_subtitles"
FILES = ("subtitles.srt", "subtitles.vtt", "subtitles.ass")


def subtitles_target(plan: Plan, delivery: Delivery, origin: Callable[[Causes], Origin]) -> Target | None:
    """The .srt, .vtt and karaoke .ass beside the film; None where its output shows no words."""
    if delivery.letters is None or plan.lyrics is None:
        return None
    pages = cues_of(plan.lyrics, delivery.letters.row_chars, plan.duration)
    stem = delivery.place.rpartition(".")[0]
    return Target(
        name=f"subtitles/{delivery.platform}",
        step=WRITE_SUBTITLES,
        value={
            "title": plan.title,
            "width": delivery.encoder.width,
            "height": delivery.encoder.height,
            "letters": delivery.letters.to_value(),
            "cues": soft_cues(plan),
            "karaoke": [[cue.start, cue.end, [list(word) for word in cue.words]] for cue in pages],
        },
        inputs=(Source(delivery.letters.font),) if delivery.letters.font else (),
        outputs=FILES,
        packages=("pysubs2",),
        places={name: f"{stem}.{name.rpartition('.')[2]}" for name in FILES},
        origins={
            "value.title": origin((("title",), ("name",))),
            "value.letters": origin(delivery.letters_causes),
            "value.width": origin(delivery.size_causes),
            "value.height": origin(delivery.size_causes),
            "value.cues": origin(plan.lyrics_causes),
            "value.karaoke": origin((*plan.lyrics_causes, *delivery.letters_causes)),
        },
    )


def soft_cues(plan: Plan) -> list[list[Any]]:
    """[start, end, text] of each plain subtitle, in milliseconds."""
    if plan.lyrics is None:
        return []
    cues = cues_of(plan.lyrics, SUBTITLE_ROW, plan.duration)
    return [[cue.start, cue.end, _in_rows(cue.text)] for cue in cues]


def _in_rows(text: str) -> str:
    """The text as one row, or as two of about equal length."""
    spaces = [at for at, char in enumerate(text) if char == " "]
    if len(text) <= SUBTITLE_ROW or not spaces:
        return text
    middle = min(spaces, key=lambda at: abs(at - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"
