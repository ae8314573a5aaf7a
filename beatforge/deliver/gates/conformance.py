"""Conformance: every segment is coded as was planned: codec, level, pixels, colour tags, size, rate, peak.

Read from the files that were written. That the film itself starts before it is loaded, and is as long as planned, is
proved where it is assembled; nothing waives that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "build again with the release and the PyAV that `beatforge doctor` finds no fault with"

BT709_LIMITED = [1, 1, 1, 1]
"""Range, matrix, primaries and curve, as FFmpeg numbers them."""

SHORTEST_S = 2.0
"""Shorter segments begin with a key frame's worth of bits; their rate is no rate."""


def judge(case: Case) -> Judged:
    """How many segments are coded otherwise, and the greatest rate of bits."""
    findings, peak = [], 0.0
    for piece, stream in zip(case.film.pieces, case.film.streams, strict=True):
        seconds = float(piece.frames / case.film.rate)
        kbps = 8 * stream["bytes"] / 1000 / seconds
        peak = max(peak, kbps if seconds >= SHORTEST_S else 0.0)
        faults = list(_faults(stream, case.facts, case.film.rate, kbps if seconds >= SHORTEST_S else 0.0))
        if faults and piece.scene not in case.excused:
            findings.append(Finding(piece.scene, piece.start, len(faults), 0, "; ".join(faults)))
    return Judged({"faults": len(findings), "kbps": peak}, findings)


def _faults(stream: Mapping[str, Any], planned: Mapping[str, Any], rate: Fraction, kbps: float) -> Iterator[str]:
    for name in ("tag", "pixel_format", "width", "height"):
        if stream[name] != planned[name]:
            yield f"{name.replace('_', ' ')} is {stream[name]}, planned {planned[name]}"
    if Fraction(stream["rate"]) != rate:
        yield f"rate is {stream['rate']}, planned {rate}"
    if stream["colours"] != BT709_LIMITED:
        yield f"colour tags are {stream['colours']}, planned {BT709_LIMITED} (BT.709, limited range)"
    if planned.get("level") and stream["level"] > round(10 * float(planned["level"])):
        yield f"level is {stream['level'] / 10:g}, planned {planned['level']}"
    if planned.get("kbps") and kbps > planned["kbps"]:
        yield f"{kbps:.0f} kbit/s, at most {planned['kbps']}"
