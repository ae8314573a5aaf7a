"""The step that makes the film: packets are copied, timestamps are written anew, nothing is encoded.

Segments come in the order of the film; each starts with a key frame and all share one encoder setting (their
extradata are compared, else the film is refused). The audio is muxed once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import merge
from math import lcm
from pathlib import Path
from typing import Any

import av
from av.codec.codec import UnknownCodecError

from beatforge.deliver.facts import plays_at_once
from beatforge.errors import GateError, ToolError
from beatforge.film.codecs import codec_of

_TEXT_STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""

CUE_CLOCK = Fraction(1, 1000)
"""Subtitles count milliseconds."""

_Packet = Any  # PyAV types packets by their stream; here pictures and sound are merged


def assemble_film(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `inputs` are the segments in order, the audio, and what each gate says against the film.

    `value["frames"]` are the segments' lengths in frames; `codec` names the pictures' encoder. GateError where a gate
    fails, before anything is written: the film of before stays.
    """
    count = len(value["frames"])
    segments, audio = inputs[:count], inputs[count]
    _check_gates(inputs[count + 1 :])
    codec = codec_of(value["codec"])
    rate, path = Fraction(value["fps"]), out / f"film.{codec.container}"
    options = {"movflags": "+faststart+write_colr", "fflags": "+bitexact", "movie_timescale": str(_sound_rate(audio))}
    with av.open(str(path), "w", format=codec.container, options=options) as film:
        for tag in ("title", "artist", "comment"):
            if value.get(tag):
                film.metadata[tag] = value[tag]
        with av.open(str(segments[0])) as first, av.open(str(audio)) as sound:
            picture_stream = film.add_stream_from_template(first.streams.video[0], opaque=_is_opaque(first))
            if picture_stream.codec_context is not None:
                picture_stream.codec_context.codec_tag = codec.tag
            picture_stream.time_base = 1 / rate
            sound_stream = film.add_stream_from_template(sound.streams.audio[0])
            words_stream = _words_stream(film, value.get("subtitles"))
            _set_chapters(film, value["chapters"], rate)
            lengths = value["frames"]
            pictures = _picture_packets(segments, lengths, rate, codec.reorder, lambda n: progress(n, len(segments)))
            sounds = (packet for packet in sound.demux(audio=0) if packet.size)
            clock = lcm((1 / rate).denominator, Fraction(sound.streams.audio[0].time_base or 1).denominator)
            clock = lcm(clock, CUE_CLOCK.denominator) if words_stream else clock
            ordered = merge(
                ((_decoded_at(packet, clock), 0, packet) for packet in pictures),
                ((_decoded_at(packet, clock), 1, packet) for packet in sounds),
                ((_decoded_at(packet, clock), 2, packet) for packet in cue_packets(value.get("subtitles", ()))),
                key=lambda item: item[:2],
            )
            for _, kind, packet in ordered:
                packet.stream = (picture_stream, sound_stream, words_stream)[kind]
                film.mux_one(packet)
    _check_film(path, sum(value["frames"]))


def _sound_rate(audio: Path) -> int:
    """By what the header counts lengths: in the usual milliseconds the last half of one would be cut or added."""
    with av.open(str(audio)) as sound:
        return int(sound.streams.audio[0].rate)


def _check_gates(paths: Sequence[Path]) -> None:
    failures = [text for path in paths for text in json.loads(path.read_bytes())]
    if failures:
        raise GateError("\n  ".join(["gates fail, and the film of before stays:", *failures]))


def _picture_packets(
    segments: Sequence[Path], lengths: Sequence[int], rate: Fraction, reorder: int, progress: Callable[[int], None]
) -> Iterator[_Packet]:
    """Packets of all segments with the film's own timestamps: pts from the frame's place, dts one per frame.

    Decoding runs ahead by the same `reorder` frames in every segment, so that dts never step back where two meet.
    """
    extradata: bytes | None = None
    start = 0
    for number, (path, length) in enumerate(zip(segments, lengths, strict=True), start=1):
        with av.open(str(path)) as segment:
            stream = segment.streams.video[0]
            own = bytes(stream.codec_context.extradata or b"")
            if extradata is not None and own != extradata:
                raise ToolError(f"segment {number} was encoded with other settings than the first; it can't be joined")
            extradata = own
            ticks = Fraction(stream.time_base or 1) * rate
            position = -1
            for position, packet in enumerate(packet for packet in segment.demux(stream) if packet.size):
                tick = round((packet.pts or 0) * ticks.numerator / ticks.denominator)
                if position - tick > reorder:
                    raise ToolError(f"segment {number} decodes more than {reorder} frames ahead; it can't be joined")
                packet.time_base = 1 / rate
                packet.pts, packet.dts, packet.duration = start + tick, start + position - reorder, 1
                yield packet
            if position + 1 != length:
                raise ToolError(f"segment {number} has {position + 1} frames where {length} were planned")
        start += length
        progress(number)


def cue_packets(cues: Sequence[Sequence[Any]]) -> Iterator[_Packet]:
    """[start, end, text] of each subtitle as 3GPP timed text: its length in two bytes, then its UTF-8."""
    for start, end, text in cues:
        data = text.encode()
        packet = av.Packet(len(data).to_bytes(2, "big") + data)
        packet.time_base, packet.pts, packet.dts, packet.duration = CUE_CLOCK, start, start, end - start
        yield packet


def _words_stream(film: Any, cues: Sequence[Sequence[Any]] | None) -> Any:
    """A track of subtitles, where there are some."""
    if not cues:
        return None
    stream = film.add_stream("mov_text")
    stream.time_base = stream.codec_context.time_base = CUE_CLOCK
    stream.codec_context.subtitle_header = _TEXT_STYLE  # the encoder makes the track's description of it
    stream.codec_context.open()
    stream.metadata["title"] = "Lyrics"
    return stream


def _is_opaque(segment: Any) -> bool:
    """Whether the decoder's name is no encoder's too; PyAV can then copy the stream's description only as a whole."""
    try:
        av.Codec(segment.streams.video[0].codec_context.codec.name, "w")
    except UnknownCodecError:
        return True
    return False


def _decoded_at(packet: _Packet, clock: int) -> int:
    """The packet's turn, in ticks of a clock of which both streams' clocks are whole parts: exact, and no fractions."""
    ticks: int = (packet.dts or 0) * packet.time_base.numerator * (clock // packet.time_base.denominator)
    return ticks


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
    if not plays_at_once(path):
        raise ToolError("the film's index stands behind its samples; it would not play before it is loaded")
