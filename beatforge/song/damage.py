"""What a song file lacks: seconds that can't be read, an end that is not there. Said in words, never concealed.

FFmpeg goes on after damage without a word; whoever decodes tells a `Watch` of each frame and of each packet that
could not be read, and takes its findings when the song has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

NOTICEABLE_S = 0.05
"""Less than this is a codec's own padding, or nothing that anybody would miss."""


@dataclass(frozen=True, slots=True)
class Damage:
    """`kind` "unreadable" (`seconds` are missing in all, first at `at`), "short" (missing at the end, from `at` on) or
    "unended" (the end at `at` bears no end mark; how much is missing nobody knows)."""

    kind: str
    at: float
    seconds: float


class Watch:
    """Follows one decoding. `promised_s` is the length the header promises for certain, None where it does not."""

    def __init__(self, promised_s: float | None, lacks_end_mark: bool) -> None:
        self._samples: dict[int, int] = {}
        self._promised_s, self._lacks_end_mark = promised_s, lacks_end_mark
        self._start_s: float | None = None
        self._late_s = 0.0
        self._first_at: float | None = None
        self._bad, self._frames, self._is_after_bad = 0, 0, False

    @property
    def heard_s(self) -> float:
        """Seconds of sound that were decoded."""
        return sum(samples / rate for rate, samples in self._samples.items())

    def heard(self, samples: int, rate: int, at_s: float | None) -> None:
        """A frame was decoded; `at_s` is the time its container gives it."""
        heard_s = self.heard_s
        if at_s is not None:
            self._start_s = at_s if self._start_s is None else self._start_s
            # Not the gap to the frame before: Vorbis' own times swing to and fro.
            self._late_s = at_s - self._start_s - heard_s
        if self._first_at is None and heard_s and (self._is_after_bad or self._late_s >= NOTICEABLE_S):
            self._first_at = heard_s
        self._samples[rate] = self._samples.get(rate, 0) + samples
        self._frames += 1
        self._is_after_bad = False

    def unreadable(self) -> None:
        """A packet could not be decoded; at either end that may be a tag that is no sound."""
        self._bad += 1
        self._is_after_bad = True

    @property
    def is_mostly_damaged(self) -> bool:
        """More packets could not be decoded than gave sound."""
        return self._bad > self._frames

    def findings(self) -> tuple[Damage, ...]:
        """What is missing, when the song has ended."""
        end = self.heard_s
        missing = max(0.0, self._promised_s - end if self._promised_s else self._late_s)
        if self._first_at is not None and (missing >= NOTICEABLE_S or self._bad):
            return (Damage("unreadable", round(self._first_at, 3), round(missing, 3)),)
        if missing >= NOTICEABLE_S:
            return (Damage("short", round(end, 3), round(missing, 3)),)
        return (Damage("unended", round(end, 3), 0.0),) if self._lacks_end_mark else ()


def in_words(damage: Damage) -> str:
    """A sentence for the song's owner."""
    at = f"{int(damage.at // 60)}:{damage.at % 60:04.1f}"
    match damage.kind:
        case "unreadable":
            lost = f"{damage.seconds:.1f} s" if damage.seconds >= NOTICEABLE_S else "a part"
            return f"{lost} of it can't be read, first at {at}; the film goes on without that"
        case "short":
            return f"it ends at {at}, {damage.seconds:.1f} s before its header says; the film ends there too"
        case _:
            return f"it ends at {at} without an end mark, so something may be missing; was it copied whole?"
