"""The step that looks at a voice's recording before anything is planned: how long it is, and who can decode it.

In: one file of the project. Out: `voice.json`, a `Voice`. It is not listened to like a song.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VOICE = "voice.json"


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording: its exact length in seconds and the decoder that reads it."""

    duration_s: float
    decoder: str

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Voice:
        """The voice that its step wrote."""
        return Voice(**value)


def voice_step(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `Voice` of the only input. ToolError if no decoder reads it."""
    from beatforge.song.decode import decode

    def length(blocks: Any) -> float:
        return max((float(block.heard_s) for block in blocks), default=0.0)

    decoder, duration_s = decode(inputs[0], length)
    (out / VOICE).write_text(json.dumps(asdict(Voice(duration_s, decoder))), encoding="utf-8")
