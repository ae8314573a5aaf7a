"""The step that makes the film: packets are copied, timestamps are written anew, nothing is encoded.

Segments come in the order of the film; each starts with a key frame and all share one encoder setting (their
extradata are compared, else the film is refused). The audio is muxed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av

from beatforge.errors import ToolError

_Packet = Any  # PyAV types packets by their stream; here pictures and sound are merged

FILM = "film.mp4"


def assemble_film(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `inputs` are the segments in order and, last, the audio; `value["frames"]` their lengths in frames."""
    *segments, audio = inputs
    rate = Fraction(value["fps"])
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(out / FILM), "w", format="mp4", options=options) as film:
        for tag in ("title", "artist"):
            if value[tag]:
                film.metadata[tag] = value[tag]
        with av.open(str(segments[0])) as first, av.open(str(audio)) as sound:
            picture_stream = film.add_stream_from_template(first.streams.video[0])
            picture_stream.time_base = 1 / rate
            sound_stream = film.add_stream_from_template(sound.streams.audio[0])
            _set_chapters(film, value["chapters"], rate)
            pictures = _picture_packets(segments, value["frames"], rate, lambda n: progress(n, len(segments)))
            sounds = (packet for packet in sound.demux(audio=0) if packet.size)
            ordered = merge(
                ((_seconds(packet), 0, packet) for packet in pictures),
                ((_seconds(packet), 1, packet) for packet in sounds),
                key=lambda item: item[:2],
            )
            for _, kind, packet in ordered:
                packet.stream = (picture_stream, sound_stream)[kind]
                film.mux_one(packet)
    _check_film(out / FILM, sum(value["frames"]))


def _picture_packets(
    segments: Sequence[Path], lengths: Sequence[int], rate: Fraction, progress: Callable[[int], None]
) -> Iterator[_Packet]:
    """Packets of all segments with the film's own timestamps: pts from the frame's place, dts one per frame."""
    extradata: bytes | None = None
    start = 0
    for number, (path, length) in enumerate(zip(segments, lengths, strict=True), start=1):
        with av.open(str(path)) as segment:
            stream = segment.streams.video[0]
            own = bytes(stream.codec_context.extradata or b"")
            if extradata is not None and own != extradata:
                raise ToolError(f"segment {number} was encoded with other settings than the first; it can't be joined")
            extradata = own
            packets = [packet for packet in segment.demux(stream) if packet.size]
            if len(packets) != length:
                raise ToolError(f"segment {number} has {len(packets)} frames where {length} were planned")
            ticks = [round(Fraction(packet.pts or 0) * packet.time_base * rate) for packet in packets]
            delay = max(position - tick for position, tick in enumerate(ticks))
            for position, (packet, tick) in enumerate(zip(packets, ticks, strict=True)):
                packet.time_base = 1 / rate
                packet.pts, packet.dts, packet.duration = start + tick, start + position - max(delay, 2), 1
                yield packet
        start += length
        progress(number)


def _seconds(packet: _Packet) -> Fraction:
    return Fraction(packet.dts or 0) * Fraction(packet.time_base)


def _set_chapters(film: Any, chapters: Sequence[tuple[int, int, str]], rate: Fraction) -> None:
    film.set_chapters(
        [
            {"id": number, "start": start, "end": end, "time_base": 1 / rate, "metadata": {"title": title}}
            for number, (start, end, title) in enumerate(chapters)
        ]
    )


def _check_film(path: Path, num_frames: int) -> None:
    with av.open(str(path)) as film:
        found = film.streams.video[0].frames
        audio = film.streams.audio[0].duration
    if found != num_frames or not audio:
        raise ToolError(f"the film has {found} frames where {num_frames} were planned")
