"""The step that encodes what is heard, once for all outputs that code it alike: a mix of tracks becomes one file.

AAC goes into `mix.m4a`, PCM into `mix.mov`, and how loud each moment was into `measures.json`. The first sample of the
song is the first sample of the file (the encoder's priming is written as an edit), and the file is as long as the song,
within one codec frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

from beatforge.deliver.facts import samples_in
from beatforge.deliver.measures.sound import SoundMeter
from beatforge.errors import ToolError
from beatforge.film.codecs import SOUND_CONTAINERS
from beatforge.song.sound import stereo_blocks

MEASURES = "measures.json"


def encode_mix(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the trivial mix, one track at its gain. `bitrate` is missing for PCM, which has 24 bits a sample."""
    (track,) = value["tracks"]
    gain = 10 ** (track["gain_db"] / 20)
    total, done = value["num_samples"], 0
    meter = SoundMeter(value["sample_rate"])
    suffix = SOUND_CONTAINERS[value["codec"]]
    kind = "mov" if suffix == "mov" else "mp4"
    with av.open(str(out / f"mix.{suffix}"), "w", format=kind, options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(value["codec"], rate=value["sample_rate"])
        stream.layout = "stereo"
        if "bitrate" in value:
            stream.bit_rate = value["bitrate"]
        for block in stereo_blocks(inputs[0], value["decoder"], value["sample_rate"]):
            block = block[:, : total - done]
            if not block.shape[1]:
                break
            meter.hear(block * gain)
            frame = _frame(np.asarray(block * gain, np.float32), is_pcm="bitrate" not in value)
            frame.sample_rate, frame.pts = value["sample_rate"], done
            container.mux(stream.encode(frame))
            done += block.shape[1]
            progress(done, total)
        container.mux(stream.encode(None))
    if not done:
        raise ToolError(f"{inputs[0].name}: no sound could be decoded")
    measures = meter.to_value(samples_in(out / f"mix.{suffix}"))
    (out / MEASURES).write_text(json.dumps(measures, separators=(",", ":")), encoding="utf-8")


def _frame(block: np.ndarray, is_pcm: bool) -> av.AudioFrame:
    """Samples, (2, count) floats in -1..1, as the encoder takes them; PCM rounds to 24 bits and clips what is over."""
    if not is_pcm:
        return av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
    whole = np.clip(np.rint(block.astype(np.float64) * 2**23), -(2**23), 2**23 - 1).astype(np.int32) * 256
    return av.AudioFrame.from_ndarray(np.ascontiguousarray(whole.T).reshape(1, -1), "s32", "stereo")
