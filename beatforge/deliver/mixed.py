"""The step that mixes and encodes: all parts summed, brought to their loudness and peak, once for all outputs that code
it alike.

In: the parts' sound and where each one sounds. Out: a file as `audio` writes it, exactly as long as the mix, and its
measures. What counts is the encoded file: it is decoded again, and made again where the codec put peaks too high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from beatforge.deliver.audio import add_measures, mix_file, write_mix
from beatforge.mix.ducking import Ducking
from beatforge.mix.levelling import Level, delivered, loudness_of, spooled
from beatforge.mix.speech import voices_over_music
from beatforge.mix.summing import summed
from beatforge.song.analysis import Loudness
from beatforge.song.sound import stereo_blocks
from beatforge.song.waves import Samples


def encode_parts(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the mix of all parts, whose files come in the order of `parts`. `loudness_lufs`, `true_peak_dbtp` and
    `bitrate` are missing where there is none."""
    rate, total = value["sample_rate"], value["num_samples"]
    sum_file = out / "sum.wav"

    def deliver(blocks: Iterator[Samples], level: Level) -> Loudness:
        write_mix(value, blocks, out, progress)
        return loudness_of(stereo_blocks(mix_file(value, out), "pyav", rate), rate)

    ducking = Ducking(value["parts"], inputs, total, rate)
    try:
        heard = spooled(summed(value["parts"], inputs, total, rate, ducking), sum_file, rate)
        found = delivered(sum_file, rate, heard, value.get("loudness_lufs"), value.get("true_peak_dbtp"), deliver)
    finally:
        sum_file.unlink(missing_ok=True)
    add_measures(
        out,
        {
            "loudness_lufs": found.integrated_lufs,
            "true_peak_dbtp": found.true_peak_dbtp,
            "voices": voices_over_music(value["parts"], inputs, total, rate, ducking),
        },
    )
