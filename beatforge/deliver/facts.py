"""What a file says of itself: how its pictures are coded, and whether it plays while it still loads.

In: a finished file. Out: plain values. Only headers are read; nothing is decoded and nothing judged.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av


def stream_facts(path: Path) -> dict[str, Any]:
    """How the first picture stream is coded, as JSON values; `level` is 0 where the codec tells none."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context: Any = stream.codec_context
        return {
            "tag": context.codec_tag,
            "profile": context.profile or "",
            "level": max(0, _level(context)),
            "pixel_format": context.pix_fmt,
            "width": context.width,
            "height": context.height,
            "rate": str(stream.average_rate),
            "colours": [int(context.color_range), int(context.colorspace), int(context.color_primaries),
                        int(context.color_trc)],
            "bytes": path.stat().st_size,
        }  # fmt: skip


def samples_in(path: Path) -> int:
    """How many samples a player hears: to the end of the last packet, the encoder's priming left out."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        last = max((packet.pts + (packet.duration or 0) for packet in container.demux(stream)
                    if packet.size and packet.pts is not None), default=0)  # fmt: skip
        planned = stream.duration
        clock = stream.time_base or Fraction(1, stream.rate)
        return round(Fraction(min(last, planned) if planned else last) * clock * stream.rate)


def plays_at_once(path: Path) -> bool:
    """Whether the index of an MP4 or MOV stands before its samples ("fast start")."""
    with path.open("rb") as file:
        while header := file.read(8):
            size, kind = struct.unpack(">I4s", header)
            if kind in (b"moov", b"mdat"):
                return bool(kind == b"moov")
            if size == 1:
                size = struct.unpack(">Q", file.read(8))[0] - 8
            file.seek(max(0, size - 8), 1)
    return False


def _level(context: Any) -> int:
    """H.264 keeps its level in the third byte after the version of its avcC record (ISO/IEC 14496-15)."""
    extradata = bytes(context.extradata or b"")
    return extradata[3] if context.codec.canonical_name == "h264" and extradata[:1] == b"\x01" else 0
