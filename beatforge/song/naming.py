"""What a musician would call the parts of a song, from which parts are alike and how strong each is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beatforge.song.analysis import Drop

DROP_JUMP = 0.4
QUIETER = 0.12
LONGEST_FRAME_S = 32.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of song: `group` is shared by parts that sound alike, `energy` is 0..1 of the song's own range."""

    start: float
    end: float
    group: int
    energy: float


def name_parts(parts: Sequence[Part], drops: Sequence[Drop]) -> tuple[str, ...]:
    """A kind per part, the same for all that sound alike, except where a part frames the song.

    The strongest part that comes back is the chorus, or the drop when energy leaps into most of its occurrences; what
    stands between verse and chorus each time is the prechorus; the weakest later part that never comes back is the
    bridge; a weak or short frame is intro and outro; all else is verse.
    """
    if len(parts) == 1:
        return ("verse",)
    groups = [part.group for part in parts]
    peak = _peak(parts)
    names = dict.fromkeys(groups, "verse")
    for group in names:
        if _leads_from_verse_to_chorus(group, peak, groups):
            names[group] = "prechorus"
    once = [part for part in parts[len(parts) // 2 : -1] if groups.count(part.group) == 1 and part.group != peak]
    if once:
        names[min(once, key=lambda part: part.energy).group] = "bridge"
    leaps = [_leapt_into(part, drops) for part in parts if part.group == peak]
    names[peak] = "drop" if 2 * sum(leaps) > len(leaps) else "chorus"
    kinds = [names[group] for group in groups]
    for index, frame in ((0, "intro"), (-1, "outro")):
        if _frames(parts, index, peak):
            kinds[index] = frame
    return tuple(kinds)


def _peak(parts: Sequence[Part]) -> int:
    """The strongest group that comes back; the strongest of all when what comes back is weaker than usual."""
    seconds: dict[int, float] = {}
    strength: dict[int, float] = {}
    for part in parts:
        seconds[part.group] = seconds.get(part.group, 0.0) + part.end - part.start
        strength[part.group] = strength.get(part.group, 0.0) + part.energy * (part.end - part.start)
    usual = sum(strength.values()) / sum(seconds.values())
    mean = {group: strength[group] / seconds[group] for group in strength}
    back = [group for group in mean if sum(part.group == group for part in parts) > 1 and mean[group] >= usual]
    return max(back or mean, key=lambda group: (mean[group], -group))


def _leads_from_verse_to_chorus(group: int, peak: int, groups: Sequence[int]) -> bool:
    places = [index for index, other in enumerate(groups) if other == group]
    if group == peak or len(places) < 2 or places[-1] == len(groups) - 1:
        return False
    before = {groups[index - 1] for index in places if index}
    after = {groups[index + 1] for index in places}
    return after == {peak} and len(before) == 1 and not before & {peak, group} and groups.count(*before) > 1


def _leapt_into(part: Part, drops: Sequence[Drop]) -> bool:
    return any(abs(drop.at - part.start) < 0.1 and drop.strength >= DROP_JUMP for drop in drops)


def _frames(parts: Sequence[Part], index: int, peak: int) -> bool:
    """Whether the first or last part is weak or short enough to be intro or outro."""
    part = parts[index]
    others = [other for other in parts if other is not part]
    usual_energy = sorted(other.energy for other in others)[len(others) // 2]
    usual_length = sorted(other.end - other.start for other in others)[len(others) // 2]
    length = part.end - part.start
    weak = part.energy < usual_energy - QUIETER or (part.energy < usual_energy and length <= usual_length)
    short = length < 0.75 * usual_length and part.group != peak
    return length <= LONGEST_FRAME_S and (weak or short)
