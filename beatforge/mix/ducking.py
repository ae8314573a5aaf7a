"""How far music goes down while somebody speaks or leads, decided from what sounds and not from where files lie.

In: the sound of the parts that others make way for. Out: for any moment, by how many decibels. It knows what comes, so
the music is down when the first word begins: it takes `ATTACK_S` before it, stays down over pauses shorter than
`PAUSE_S`, and takes `RELEASE_S` to come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beatforge.mix.scratch import Scratch, scratches_of
from beatforge.song.waves import read_wave

TICKS_PER_S = 100
ATTACK_S, RELEASE_S, PAUSE_S = 0.15, 0.6, 0.7
"""Pauses between phrases last some 0.3 to 0.6 s; music that comes up in them is heard as pumping."""

SOUNDS_DB = 25.0
"""What is so far below a voice's loud moments (95 of 100 are softer) is breath and room, not speech."""

SCRATCH_DB, SCRATCH_ATTACK_S, SCRATCH_RELEASE_S = 3.0, 0.03, 0.2
"""How far all else goes down under a scratch: half its power is enough for the hand to be heard, and the beat stays.
It begins with the scratch, not before: nothing is heard of it ahead of the hand."""

FAINT_DB = -45.0
"""A part softer than this gives a hand nothing to scratch."""

SILENT_DB = -60.0
_AT_ONCE_S = 4


class Ducking:
    """When there are voices and leads; `Mix` rows of the roles `voice` and `lead` with their files make it."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], files: Sequence[Path], num_samples: int, rate: int) -> None:
        self._hop = rate // TICKS_PER_S
        self._ticks = -(-num_samples // self._hop) + 1
        given = list(zip(rows, files, strict=True))
        gives_way = any(row["duck_db"] and row["role"] not in ("lead", "voice") for row in rows)
        self._lead = self._presence([each for each in given if gives_way and each[0]["role"] == "lead"])
        self._rate = rate
        self._scratches = {each for row, file in given for each in scratches_of(row) if self._sounds(row, file, each)}
        self._voices = np.zeros(self._ticks)
        for row, file in given:
            if row["role"] == "voice" and row["duck_db"]:
                self._voices = np.maximum(self._voices, self._presence([(row, file)]) * row["duck_db"])

    def gain(self, row: Mapping[str, Any], start: int, end: int) -> NDArray[np.float32] | None:
        """What each sample [start, end) of a part is multiplied by; None where nothing is."""
        if row["role"] == "voice":
            return None
        first, last = start // self._hop, min(self._ticks, end // self._hop + 2)
        down = self._voices[first:last]
        if row["duck_db"] and row["role"] != "lead":
            down = np.maximum(down, self._lead[first:last] * row["duck_db"])
        scratched = self._under_scratches(row, start, end)
        if not down.any() and scratched is None:
            return None
        at = np.arange(start, end) / self._hop - first
        down = np.interp(at, np.arange(len(down)), down)
        down = down if scratched is None else np.maximum(down, scratched)
        gain: NDArray[np.float32] = (10 ** (down / -20)).astype(np.float32)
        return gain

    def _under_scratches(self, row: Mapping[str, Any], start: int, end: int) -> NDArray[np.float64] | None:
        """How far down each sample is while others are scratched; None where none is."""
        own = scratches_of(row)
        down: NDArray[np.float64] | None = None
        for scratch in self._scratches:
            low, high = scratch.start_s, scratch.end_s
            if scratch in own or high + SCRATCH_RELEASE_S <= start / self._rate or low >= end / self._rate:
                continue
            seconds = np.arange(start, end) / self._rate
            near = np.minimum((seconds - low) / SCRATCH_ATTACK_S, 1 - (seconds - high) / SCRATCH_RELEASE_S)
            near = np.clip(near, 0, 1)
            near = SCRATCH_DB * near * near * (3 - 2 * near)
            down = near if down is None else np.maximum(down, near)
        return down

    def _sounds(self, row: Mapping[str, Any], file: Path, scratch: Scratch) -> bool:
        """Whether a part has any sound where it is scratched: for a voice that rests there nothing makes way."""
        low = max(0, round(scratch.start_s * self._rate) - row["start"])
        high = min(row["num_samples"], round(scratch.end_s * self._rate) - row["start"])
        if low >= high:
            return False
        power = float(np.square(read_wave(file, low, high - low), dtype=np.float64).mean())
        return bool(10 * np.log10(max(power, 1e-12)) + row["gain_db"] > FAINT_DB)

    def _presence(self, parts: Sequence[tuple[Mapping[str, Any], Path]]) -> NDArray[np.float64]:
        """0..1 by tick: 1 while any of the parts sounds, and on the way there."""
        sounds = np.zeros(self._ticks, bool)
        for row, file in parts:
            is_loud = _loud_ticks(file, row["num_samples"], self._hop)
            first = row["start"] // self._hop
            # a part begins anywhere inside a tick, so each of its ticks touches two
            for shift in (0, 1):
                where = sounds[first + shift : first + shift + len(is_loud)]
                where |= is_loud[: len(where)]
        return _eased(sounds)


def _loud_ticks(file: Path, num_samples: int, hop: int) -> NDArray[np.bool_]:
    """For each tick of a part, whether it is loud enough to be speech."""
    powers: list[NDArray[np.float64]] = []
    count = _AT_ONCE_S * TICKS_PER_S * hop
    for start in range(0, num_samples, count):
        power = np.square(read_wave(file, start, min(count, num_samples - start)), dtype=np.float64).mean(axis=0)
        power = np.pad(power, (0, -len(power) % hop))
        powers.append(power.reshape(-1, hop).mean(axis=1))
    level = 10 * np.log10(np.maximum(np.concatenate(powers), 1e-12))
    heard = level[level > SILENT_DB]
    floor = max(SILENT_DB, float(np.percentile(heard, 95)) - SOUNDS_DB) if len(heard) else np.inf
    found: NDArray[np.bool_] = level >= floor
    return found


def _eased(sounds: NDArray[np.bool_]) -> NDArray[np.float64]:
    """0..1 for each tick: short pauses closed, with a way down before and a way up after."""
    ticks, at = len(sounds), np.flatnonzero(sounds)
    if not len(at):
        return np.zeros(ticks)
    every = np.arange(ticks)
    after = np.searchsorted(at, every)
    to_next = np.where(after < len(at), at[np.minimum(after, len(at) - 1)] - every, ticks * 1.0)
    before = np.searchsorted(at, every, side="right") - 1
    since_last = np.where(before >= 0, every - at[np.maximum(before, 0)], ticks * 1.0)
    in_pause = to_next + since_last <= PAUSE_S * TICKS_PER_S
    near = np.maximum(1 - to_next / (ATTACK_S * TICKS_PER_S), 1 - since_last / (RELEASE_S * TICKS_PER_S))
    near = np.where(in_pause, 1.0, np.clip(near, 0, 1))
    eased: NDArray[np.float64] = near * near * (3 - 2 * near)
    return eased
