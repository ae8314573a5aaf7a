"""Loudness: the encoded mix is as loud as it was to be, its true peak no higher, and voices stand over the music.

Loudness and peak are those of the encoded file, decoded again (ITU-R BS.1770-5); voices are heard before encoding,
against all that is no voice, while they speak. A song alone, left as it is, has no goal to miss.
"""

from __future__ import annotations

from beatforge.deliver.gates.judging import Case, Finding, Judged

WAY_OUT = "another `mix: {loudness_lufs: ...}` or `true_peak_dbtp`, more `gain_db` or `duck_db` for the voice"
SILENT_LUFS = -70.0


def judge(case: Case) -> Judged:
    """How far the mix is off its loudness, over its peak, and the voice that stands lowest over the music."""
    findings = []
    goals, sound, limits = case.facts, case.sound, case.limits
    loudness, goal = sound.get("loudness_lufs"), goals["loudness_lufs"]
    off = 0.0
    if loudness is not None and goal is not None and loudness > SILENT_LUFS:
        off = round(abs(loudness - goal), 2)
        if off > limits["max"]:
            text = f"is at {loudness:.1f} LUFS where {goal:g} was planned, at most {limits['max']:g} LU off"
            findings.append(_finding(case, 0.0, off, limits["max"], text))
    peak, ceiling = sound.get("true_peak_dbtp"), goals["true_peak_dbtp"]
    over = 0.0
    if peak is not None and ceiling is not None:
        over = round(max(0.0, peak - ceiling), 2)
        if over > limits["peak"]:
            text = f"peaks at {peak:.1f} dBTP where {ceiling:g} was planned, at most {limits['peak']:g} dB over"
            findings.append(_finding(case, 0.0, over, limits["peak"], text))
    voices = sound.get("voices", [])
    for start_s, over_lu in voices:
        if over_lu < limits["voice"]:
            text = f"has a voice {over_lu:.1f} LU over the music while it speaks, at least {limits['voice']:g} LU"
            findings.append(_finding(case, start_s, over_lu, limits["voice"], text))
    lowest = {"voice_lu": min(over_lu for _, over_lu in voices)} if voices else {}
    return Judged({"off_lu": off, "peak_over_db": over, **lowest}, findings)


def _finding(case: Case, second: float, figure: float, limit: float, text: str) -> Finding:
    film = case.film
    frame = min(film.num_frames - 1, int(second * float(film.rate)))
    return Finding(film.scene_at(frame), frame, figure, limit, text)
