"""Listening to one song for the library: a step that runs in a child process.

In: the song's file and, if there is one, the lyrics file beside it. Out: two files, the analysis (gzip) and what the
entry needs. Lyrics that can't be read leave the song without words, and a note says so, as it does of a damaged file.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from beatforge.mashup.library.shelf import ANALYSIS, ENTRY
from beatforge.mashup.library.sound import measure_timbre, sound_words
from beatforge.mashup.library.tags import read_tags
from beatforge.mashup.profile import profile_of
from beatforge.song.damage import in_words
from beatforge.song.listen import Progress, analyse
from beatforge.song.lyrics.lines import Lyrics, LyricsFault


def hear_step(value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Progress) -> None:
    """Writes `ANALYSIS` and `ENTRY` into `out`: what the song `inputs[0]` is, and its words from `inputs[1]`."""
    from beatforge.song.decode import decode
    from beatforge.song.spectrum import measure_spectra

    # As `listen` does it, with the spectra at hand for the timbre.
    decoder, spectra = decode(inputs[0], lambda blocks: measure_spectra(blocks, progress), measures_loudness=True)
    analysis = analyse(spectra, decoder)
    lyrics, note = read_words(inputs[1] if len(inputs) > 1 else None)
    tags = read_tags(inputs[0], value["name"])
    told = replace(analysis, lyrics=lyrics)
    profile = profile_of(told, tags, measure_timbre(spectra))
    entry = {
        "tags": asdict(tags),
        "duration_s": analysis.duration,
        "decoder": decoder,
        "sound": sound_words(told, profile),
        "profile": profile.to_value(),
        "note": "; ".join([*map(in_words, analysis.damage), *([note] if note else [])]),
    }
    heard = json.dumps(analysis.to_value(), sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    (out / ANALYSIS).write_bytes(gzip.compress(heard, 6, mtime=0))
    (out / ENTRY).write_text(json.dumps(entry, allow_nan=False), encoding="utf-8")


def read_words(path: Path | None) -> tuple[Lyrics | None, str]:
    """The lyrics of a file, and why there are none; both empty without a file."""
    if path is None:
        return None, ""
    from beatforge.song.lyrics.read import load_lyrics

    try:
        return load_lyrics(path, path.suffix), ""
    except (LyricsFault, OSError) as error:
        return None, f"its lyrics are left out: {error}"
