"""What a DJ would ask of the mashups of three songs, type by type, from their plans alone: nothing is mixed.

    python -m tests.bench.mashup_sense one.ogg two.ogg three.ogg [--types classic stem_swap] [--stems dsp]

One line a type: how long it is, in which bar the first voice comes in, how many entries of voices lie on a phrase of
what carries it (a passage's beginning, or whole half phrases after it), how many lines are cut at either end, for how
many seconds voices of two songs sing at once that are not meant to, the share of bars in which keys fit, how much of
what carries it is heard only once, the energy of its eighths (0..9, the mean of what is heard), and how it ends.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from beatforge.song.wheel import are_compatible, parse_key
from tests.bench.mashup_lists import _bring, _write

ALONE = ("lead", "call", "response")
"""Roles of voices of which one is enough at a time."""

CUT_S = 0.05


def main() -> int:
    """Print a line for each type."""
    from beatforge.cli.session import Session
    from beatforge.errors import ProjectError
    from beatforge.mashup.recipes import TYPES

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("songs", nargs=3, type=Path)
    parser.add_argument("--types", nargs="*", help="of these types only")
    parser.add_argument("--stems", default="dsp", help="what takes the songs apart (default: dsp)")
    parser.add_argument("--theme", nargs="*", default=[])
    parser.add_argument("--keep", type=Path, help="a folder to work in, kept afterwards")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("BEATFORGE_STORE", str(folder / "store"))
        settings = folder / "settings.yaml"
        settings.write_text(
            f"allow: {[str(path) for path in sorted({file.resolve().parent for file in args.songs})]}\n"
        )
        os.environ["BEATFORGE_CONFIG"] = str(settings)
        songs = _bring(args.songs, folder, args.stems)
        for name in args.types or TYPES:
            file = _write(folder, name, songs, args.theme)
            try:
                with Session.open(file) as session:
                    mashed = session.require_music().mashed
            except ProjectError as error:
                print(f"{name:18} refused: {str(error).splitlines()[0].partition(' ')[2]}")
                continue
            assert mashed
            print(f"{name:18} " + "; ".join(judged(mashed.made, mashed.heard.mix, mashed.analysis)), flush=True)
    return 0


def judged(made: Any, mix: Any, analysis: Any) -> list[str]:
    """What there is to say of an edit list, each in a few words."""
    voices = [part for part in mix.parts if part.stem == "vocals"]
    beds = [row for row in made.rows if row.role == "bed"]
    seconds = mix.duration_s
    eighths = [_mean(analysis.envelopes["energy"], index / 8, (index + 1) / 8) for index in range(8)]
    top = max(eighths) or 1.0
    on, entries = _on_phrases(made)
    return [
        f"{int(seconds) // 60}:{seconds % 60:02.0f}",
        f"voice from bar {int(voices[0].start_s / made.decks.bar_s + 1.3) if voices else '-'}",
        f"{on}/{entries} entries on phrases",
        f"{_cut_lines(made, voices)} lines cut",
        f"{_both_s(voices):.1f} s two voices",
        f"keys fit {_fitting(made):.0%}",
        f"{_heard_once(made, beds):.0%} heard once",
        "energy " + "".join(str(round(9 * level / top)) for level in eighths),
        f"ends with {max(beds, key=lambda row: row.end).why[:40]}",
    ]


def _on_phrases(made: Any) -> tuple[int, int]:
    """(entries of voices on a phrase of what carries them, entries)."""
    per_bar, unit = made.decks.per_bar, max(1, made.decks.phrase // 2)
    turns = sorted({row.beat // per_bar for row in made.rows if row.role == "bed"})
    bars = {row.beat // per_bar for row in made.rows if row.role in ("lead", "call") and row.stem == "vocals"}
    return sum((bar - max((turn for turn in turns if turn <= bar), default=0)) % unit == 0 for bar in bars), len(bars)


def _cut_lines(made: Any, voices: Any) -> int:
    """Lines that are begun or ended while they are sung, and don't go on in the next part."""
    count = 0
    for part in voices:
        lyrics = made.decks[part.song].analysis.lyrics
        timed = [line for line in lyrics.lines if line.start is not None and line.end] if lyrics else []
        for second, mix_s in (part.warp[0], part.warp[-1]):
            inside = any(line.start + CUT_S < second < line.end - CUT_S for line in timed)
            goes_on = any(
                other is not part and other.song == part.song and abs(other.mix_s(second) - mix_s) < CUT_S
                and other.start_s - CUT_S <= mix_s <= other.end_s + CUT_S for other in voices
            )  # fmt: skip
            count += inside and not goes_on
    return count


def _both_s(voices: Any) -> float:
    """Seconds in which voices of two songs sound that are both meant to be alone."""
    alone = [part for part in voices if part.role in ALONE]
    return sum(
        max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))
        for one, other in itertools.combinations(alone, 2)
        if one.song != other.song
    )


def _fitting(made: Any) -> float:
    """The share of bars in which the keys of all that has one fit each other."""
    fits = []
    for bar in range(made.bars):
        beat = bar * made.decks.per_bar
        keys = {
            key.shifted(row.semitones)
            for row in made.rows
            if row.stem != "drums" and row.beat <= beat < row.end
            and (key := parse_key(made.decks[row.song].analysis.key))
        }  # fmt: skip
        fits.append(all(are_compatible(one, other) for one, other in itertools.combinations(keys, 2)))
    return sum(fits) / len(fits)


def _heard_once(made: Any, beds: Any) -> float:
    """The share of the bars of what carries it in which it plays what was not heard before."""
    heard: set[tuple[str, str, int]] = set()
    new = total = 0
    for row in sorted(beds, key=lambda row: row.beat):
        for at in range(row.beats):
            place = row.song, row.stem, row.song_beat + at
            new, total = new + (place not in heard), total + 1
            heard.add(place)
    return new / max(1, total)


def _mean(curve: Any, low: float, high: float) -> float:
    part = curve[int(low * len(curve)) : int(high * len(curve))]
    return sum(part) / max(1, len(part))


if __name__ == "__main__":
    sys.exit(main())
