"""What a musician would call the parts of a song, from which parts are alike, how strong and how sung each is. Pure.

The chorus is what comes back strongest and most sung; a prechorus leads from verse to chorus more often than not; in a
song that is sung what nobody sings is instrumental, or a solo where it is strong and comes once; a late part unlike
all others, with choruses on both sides, is the bridge. Where nothing comes back, strong parts are told from weak ones.
A chorus is called drop where energy leaps into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.song.analysis import Drop

DROP_JUMP = 0.4
"""Leap of energy, of the song's own range, into a chorus that makes it a drop."""

LONGEST_FRAME_S = 32.0
"""An intro or outro is no longer."""

QUIETER = 0.12
"""A frame so much weaker than usual is an intro or outro whatever its length."""

STRENGTH_COUNTS, SINGING_COUNTS = 0.5, 0.5
"""How much standing out by strength and by singing makes a chorus, per standard deviation of the song's parts."""

RETURN_COUNTS, MOST_RETURNS = 0.2, 3
"""What each further return adds, and how many are counted."""

LARGEST_SHARE = 0.6
"""What takes more of the song than this is what it consists of, not its chorus."""

UNSUNG = 0.7
"""Less than this of how sung the song usually is: nobody sings."""

CONTRAST = 0.05
"""Strength of the song's own range by which strong and weak parts differ at least, where nothing returns."""

STANDS_OUT = 0.3
"""Where nothing returns: what a part stands out by, at least, and half of what the strongest does."""

SOLO = 0.03
"""A solo is so much stronger than the song usually is."""

FROM_SHARE = 0.5
"""A bridge begins in the second half."""

Row = list[float]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of song: `group` is shared by parts that sound alike; `energy` is 0..1 of the song's own range, `sung`
    0..1 how much of it sounds sung."""

    start: float
    end: float
    group: int
    energy: float
    sung: float = 0.0

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start


def name_parts(parts: Sequence[Part], drops: Sequence[Drop], has_voice: bool = False) -> tuple[str, ...]:
    """A kind per part. Whether anybody sings in the song at all is `has_voice`; without it `sung` tells nothing."""
    if len(parts) == 1:
        return ("verse",)
    unsung = _unsung(parts) if has_voice else [False] * len(parts)
    standing = _standing_out(parts, has_voice)
    chorus = _chorus(parts, standing, unsung)
    kinds = ["chorus" if is_chorus else "verse" for is_chorus in chorus]
    _name_prechoruses(kinds, parts, unsung)
    usual = _mean(parts, [part.energy for part in parts])
    for index, part in enumerate(parts):
        if unsung[index] and kinds[index] != "chorus":
            is_solo = part.energy > usual + SOLO and _times(parts, part) == 1 and index > 1
            kinds[index] = "solo" if is_solo else "instrumental"
    _name_bridge(kinds, parts, usual, has_voice)
    _name_drops(kinds, parts, drops)
    _name_frames(kinds, parts, unsung)
    return tuple(kinds)


def _unsung(parts: Sequence[Part]) -> list[bool]:
    """Whether nobody sings in a part, against the part in the middle of the song's seconds ordered by singing."""
    left = sum(part.length for part in parts) / 2
    for part in sorted(parts, key=lambda part: part.sung):
        left -= part.length
        if left <= 0:
            return [other.sung < UNSUNG * part.sung for other in parts]
    return [False] * len(parts)


def _standing_out(parts: Sequence[Part], has_voice: bool) -> Row:
    """By how much each part is stronger and more sung than the song usually is."""
    standing = [STRENGTH_COUNTS * value for value in _against_usual(parts, [part.energy for part in parts])]
    if not has_voice:
        return standing
    sung = _against_usual(parts, [part.sung for part in parts])
    return [one + SINGING_COUNTS * other for one, other in zip(standing, sung, strict=True)]


def _chorus(parts: Sequence[Part], standing: Row, unsung: Sequence[bool]) -> list[bool]:
    """Which parts are choruses."""
    whole = sum(part.length for part in parts)
    score: dict[int, float] = {}
    for group in sorted({part.group for part in parts}):
        members = [index for index, part in enumerate(parts) if part.group == group]
        share = sum(parts[index].length for index in members) / whole
        mean = sum(standing[index] * parts[index].length for index in members) / (share * whole)
        returns = min(len(members) - 1, MOST_RETURNS)
        is_sung = 2 * sum(unsung[index] for index in members) <= len(members)
        score_of_group = mean + RETURN_COUNTS * returns
        if returns and share <= LARGEST_SHARE and is_sung and score_of_group > 0:
            score[group] = score_of_group
    if score:
        peak = max(score, key=lambda group: (score[group], -group))
        return [part.group == peak for part in parts]
    energies = [part.energy for part in parts]
    if max(energies) - min(energies) < CONTRAST:
        return [False] * len(parts)
    least = max(STANDS_OUT, max(standing) / 2)
    return [value >= least and not silent for value, silent in zip(standing, unsung, strict=True)]


def _name_prechoruses(kinds: list[str], parts: Sequence[Part], unsung: Sequence[bool]) -> None:
    """What comes at least twice and, two times in three, leads from a verse of another kind straight to a chorus."""
    for group in sorted({part.group for part, kind in zip(parts, kinds, strict=True) if kind == "verse"}):
        members = [index for index, part in enumerate(parts) if part.group == group]
        leads = [
            index
            for index in members
            if 0 < index < len(parts) - 1
            and kinds[index + 1] == "chorus"
            and kinds[index - 1] == "verse"
            and parts[index - 1].group != group
            and not unsung[index - 1]
        ]
        if len(leads) >= 2 and 3 * len(leads) >= 2 * len(members):
            for index in members:
                kinds[index] = "prechorus"


def _name_bridge(kinds: list[str], parts: Sequence[Part], usual: float, has_voice: bool) -> None:
    """The weakest late verse that comes once, between choruses; a solo where it is strong and nobody sings at all."""
    late = [
        index
        for index, part in enumerate(parts[:-1])
        if kinds[index] == "verse"
        and _times(parts, part) == 1
        and part.start >= FROM_SHARE * parts[-1].end
        and "chorus" in kinds[:index]
        and "chorus" in kinds[index:]
    ]
    if late:
        weakest = min(late, key=lambda index: parts[index].energy)
        is_solo = not has_voice and parts[weakest].energy > usual + SOLO
        kinds[weakest] = "solo" if is_solo else "bridge"


def _name_drops(kinds: list[str], parts: Sequence[Part], drops: Sequence[Drop]) -> None:
    peaks = [index for index, kind in enumerate(kinds) if kind == "chorus"]
    leapt = [
        any(abs(drop.at - parts[index].start) < 0.1 and drop.strength >= DROP_JUMP for drop in drops) for index in peaks
    ]
    # A drop that goes on in a second part is leapt into once.
    first = [index == 0 or index - 1 not in peaks for index in peaks]
    if 2 * sum(leapt) > sum(first):
        for index in peaks:
            kinds[index] = "drop"


def _name_frames(kinds: list[str], parts: Sequence[Part], unsung: Sequence[bool]) -> None:
    """The first and the last part are intro and outro where nobody sings, or where they are weak or short; one that
    returns within the song as it is, is what it is there."""
    for index, frame in ((0, "intro"), (-1, "outro")):
        part, others = parts[index], [other for other in parts if other is not parts[index]]
        usual_energy = sorted(other.energy for other in others)[len(others) // 2]
        usual_length = sorted(other.length for other in others)[len(others) // 2]
        weak = part.energy < usual_energy - QUIETER or (part.energy < usual_energy and part.length <= usual_length)
        inner = [other for other in parts[1:-1] if other.group == part.group]
        returns = any(other.energy <= part.energy + QUIETER and other.length <= 2 * part.length for other in inner)
        weak = weak and not returns
        short = part.length < 0.75 * usual_length and kinds[index] not in ("chorus", "drop")
        if part.length <= LONGEST_FRAME_S and (weak or short or unsung[index]):
            kinds[index] = frame


def _times(parts: Sequence[Part], part: Part) -> int:
    """How often what this part is like stands in the song."""
    return sum(other.group == part.group for other in parts)


def _mean(parts: Sequence[Part], values: Sequence[float]) -> float:
    """Over the song's time."""
    return sum(value * part.length for part, value in zip(parts, values, strict=True)) / (
        parts[-1].end - parts[0].start
    )


def _against_usual(parts: Sequence[Part], values: Sequence[float]) -> Row:
    """Each value from the song's mean on, in its standard deviations."""
    mean = _mean(parts, values)
    deviation = _mean(parts, [(value - mean) ** 2 for value in values]) ** 0.5
    return [(value - mean) / (deviation + 1e-6) for value in values]
