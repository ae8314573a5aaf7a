"""Cards: words over the first and the last scene. Pure: which words, from which frame, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from beatforge.project.models import Project

if TYPE_CHECKING:
    from beatforge.film.plan import Causes

FADE_S = 0.7
"""Seconds in which a card comes and goes."""

LEAD_S = 0.4
"""Seconds of the film before its title comes."""


@dataclass(frozen=True, slots=True)
class Card:
    """Words over a scene: a large line and a small one, frames from which and for how long, frames of fading, and the
    file of a font of its own."""

    text: str
    under: str
    first: int
    num_frames: int
    fade: int
    font: str | None = None

    def to_value(self) -> dict[str, Any]:
        """This card as JSON values; its font is an input, so that it may be called what it likes."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "font"}
        return {**told, "has_font": self.font is not None}


def title_card(project: Project, shown_frames: int, rate: float) -> Card | None:
    """What stands over the first scene, of which `shown_frames` are its own."""
    spec = project.film.title_card
    if spec is None:
        return None
    first = min(round(LEAD_S * rate), shown_frames // 4)
    return _card(spec.text or project.title or project.name, _under(spec.under, project), first,
                 min(round(spec.seconds * rate), shown_frames - first), rate, spec.font)  # fmt: skip


def end_card(project: Project, shown_frames: int, rate: float) -> Card | None:
    """What stands over the last scene, until the film's last frame."""
    spec = project.film.end_card
    if spec is None:
        return None
    num_frames = min(round(spec.seconds * rate), shown_frames)
    return _card(spec.text or project.title or project.name, _under(spec.under, project), shown_frames - num_frames,
                 num_frames, rate, spec.font)  # fmt: skip


def _under(said: str | None, project: Project) -> str:
    return (project.artist or "") if said is None else said


def _card(text: str, under: str, first: int, num_frames: int, rate: float, font: str | None) -> Card:
    return Card(text, under, first, num_frames, max(1, min(round(FADE_S * rate), num_frames // 3)), font)


def card_causes(name: str, parts: Sequence[str] = ("text", "under", "seconds", "font")) -> Causes:
    """What has a say in a card."""
    return (*(("film", name, part) for part in parts), ("title",), ("artist",), ("name",))
