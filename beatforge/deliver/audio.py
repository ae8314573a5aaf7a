"""The step that encodes what is heard, once: a mix of tracks becomes one AAC file.

The first sample of the song is the first sample of the file (the encoder's priming is written as an edit), and the
file is as long as the song, within one codec frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

from beatforge.errors import ToolError
from beatforge.song.sound import stereo_blocks

AUDIO = "mix.m4a"


def encode_mix(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the trivial mix, one track at its gain, as `mix.m4a`."""
    (track,) = value["tracks"]
    gain = 10 ** (track["gain_db"] / 20)
    total, done = value["num_samples"], 0
    with av.open(str(out / AUDIO), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(value["codec"], rate=value["sample_rate"])
        stream.bit_rate = value["bitrate"]
        stream.layout = "stereo"
        for block in stereo_blocks(inputs[0], value["decoder"], value["sample_rate"]):
            block = block[:, : total - done]
            if not block.shape[1]:
                break
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block * gain, np.float32), "fltp", "stereo")
            frame.sample_rate, frame.pts = value["sample_rate"], done
            container.mux(stream.encode(frame))
            done += block.shape[1]
            progress(done, total)
        container.mux(stream.encode(None))
    if not done:
        raise ToolError(f"{inputs[0].name}: no sound could be decoded")
