"""The step that encodes one song as it is, once for all outputs that code it alike; and the writing of such files.

AAC goes into `mix.m4a`, PCM into `mix.mov`, and how loud each moment was into `measures.json`. The first sample of the
song is the first sample of the file (the encoder's priming is written as an edit), and the file is as long as the song,
within one codec frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    blocks = stereo_blocks(inputs[0], value["decoder"], value["sample_rate"])
    heard = ((block * gain).astype(np.float32) for block in first_samples(blocks, value["num_samples"]))
    if not write_mix(value, heard, out, progress):
        raise ToolError(f"{inputs[0].name}: no sound could be decoded")


def write_mix(
    value: Mapping[str, Any], blocks: Iterable[np.ndarray], out: Path, progress: Callable[[int, int], None]
) -> int:
    """The encoded file of a step, with its measures; how many samples went into it."""
    meter, done = SoundMeter(value["sample_rate"]), 0
    path = mix_file(value, out)
    kind = "mov" if path.suffix == ".mov" else "mp4"
    # lengths in the header are counted by samples: in the usual milliseconds the last half of one would be cut or added
    options = {"fflags": "+bitexact", "movie_timescale": str(value["sample_rate"])}
    with av.open(str(path), "w", format=kind, options=options) as container:
        stream = container.add_stream(value["codec"], rate=value["sample_rate"])
        stream.layout = "stereo"
        if "bitrate" in value:
            stream.bit_rate = value["bitrate"]
        for block in blocks:
            if not block.shape[1]:
                continue
            meter.hear(block)
            frame = sound_frame(block, is_pcm="bitrate" not in value)
            frame.sample_rate, frame.pts = value["sample_rate"], done
            container.mux(stream.encode(frame))
            done += block.shape[1]
            progress(done, value["num_samples"])
        container.mux(stream.encode(None))
    if done:
        measures = meter.to_value(samples_in(path))
        (out / MEASURES).write_text(json.dumps(measures, separators=(",", ":")), encoding="utf-8")
    return done


def add_measures(out: Path, more: Mapping[str, Any]) -> None:
    """Puts what is known of the whole into a step's measures; a mix of no samples has none."""
    path = out / MEASURES
    if path.is_file():
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **more}, separators=(",", ":")), encoding="utf-8")


def mix_file(value: Mapping[str, Any], out: Path) -> Path:
    """Where a step's encoded sound lies."""
    return out / f"mix.{SOUND_CONTAINERS[value['codec']]}"


def sound_frame(block: np.ndarray, is_pcm: bool) -> av.AudioFrame:
    """Samples, (2, count) floats in -1..1, as the encoder takes them; PCM rounds to 24 bits and clips what is over."""
    if not is_pcm:
        return av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
    whole = np.clip(np.rint(block.astype(np.float64) * 2**23), -(2**23), 2**23 - 1).astype(np.int32) * 256
    return av.AudioFrame.from_ndarray(np.ascontiguousarray(whole.T).reshape(1, -1), "s32", "stereo")


def first_samples(blocks: Iterable[np.ndarray], total: int) -> Iterator[np.ndarray]:
    """The first `total` samples of some sound."""
    done = 0
    for block in blocks:
        block = block[:, : total - done]
        if not block.shape[1]:
            return
        yield block
        done += block.shape[1]
