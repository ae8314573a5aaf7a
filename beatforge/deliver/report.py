"""The film on one page: a static HTML file with everything in it, drawn from plain values.

In: a plan, an analysis, stills of the film, verdicts and costs. Out: one file that needs no server, no network and no
script. Nothing is measured or judged here, and nothing of this machine but versions is told.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beatforge.film.clock import rate_of
from beatforge.film.plan import Plan, Scene
from beatforge.song.analysis import ENVELOPE_HZ, Analysis

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1200, 150
"""Of the drawing of the song, in its own units."""

MOST_STILLS = 600
"""More scenes than this are shown in part, so that the page stays a few megabytes."""

MOST_BEATS = 900
"""More beats than this are a grey area; then only bars are drawn."""

STILL_WIDTH, STILL_QUALITY = 208, 74


@dataclass(frozen=True, slots=True)
class Cost:
    """What all targets of one kind took, or a single one."""

    name: str
    count: int
    seconds: float
    bytes: int


def write_report(
    path: Path,
    template: str,
    plan: Plan,
    analysis: Analysis,
    stills: Mapping[str, Image],
    judged: Sequence[Mapping[str, Any]],
    motion: Sequence[float],
    costs: Mapping[str, Sequence[Cost]],
    versions: Mapping[str, str],
    outputs: Sequence[Mapping[str, Any]],
) -> None:
    """The page at `path`, by a Jinja `template`. `stills` are by scene id; `motion` is change per second."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["bytes"] = _bytes
    rate = rate_of(plan.fps)
    text = environment.from_string(template).render(
        plan=plan, analysis=analysis, seconds=float(plan.num_frames / rate), width=WIDTH, height=HEIGHT,
        song=_song(plan, analysis, motion), findings=list(_marked(judged, plan, analysis)),
        scenes=[_scene(scene, plan, stills, rate) for scene in plan.scenes],
        gates=judged, costs=costs, versions=versions, outputs=outputs,
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def shown_scenes(plan: Plan) -> tuple[Scene, ...]:
    """The scenes whose stills the page has: all, or as many as it can hold, evenly taken."""
    step = max(1, -(-len(plan.scenes) // MOST_STILLS))
    return plan.scenes[::step]


def outline(values: Sequence[float], height: float, count: int = WIDTH) -> str:
    """An SVG path of a curve 0..1 over the whole width, filled to the bottom; at most `count` points, each a peak."""
    if not values:
        return ""
    count = min(count, len(values))
    edges = [index * len(values) // count for index in range(count + 1)]
    peaks = [max(values[low:high]) for low, high in pairwise(edges)]
    points = " ".join(f"{index * WIDTH / count:.1f},{height * (1 - peak):.1f}" for index, peak in enumerate(peaks))
    return f"M0,{height:g} L{points} L{WIDTH},{height * (1 - peaks[-1]):.1f} L{WIDTH},{height:g} Z"


def _song(plan: Plan, analysis: Analysis, motion: Sequence[float]) -> dict[str, Any]:
    """Everything that is drawn over time, in the drawing's units."""
    scale = WIDTH / max(analysis.duration, 1 / ENVELOPE_HZ)
    rate, top = rate_of(plan.fps), max([1e-6, *motion])
    scene_at = {scene.id: float(scene.start_frame / rate) * scale for scene in plan.scenes}
    beats = analysis.beats if len(analysis.beats) <= MOST_BEATS else ()
    return {
        "energy": outline([level / 255 for level in analysis.envelopes["energy"]], HEIGHT),
        "bass": outline([level / 255 for level in analysis.envelopes["bass"]], HEIGHT),
        "motion": outline([level / top for level in motion], 40),
        "sections": [
            {"x": section.start * scale, "width": (section.end - section.start) * scale, "kind": section.kind}
            for section in analysis.sections
        ],
        "beats": [beat * scale for beat in beats],
        "bars": [beat * scale for beat in analysis.downbeats],
        "drops": [drop.at * scale for drop in analysis.drops],
        "scenes": [
            {"x": scene_at[scene.id], "id": scene.id, "width": float(scene.shot.num_frames / rate) * scale,
             "hero": scene.hero}
            for scene in plan.scenes
        ],
        "minutes": [(second * scale, f"{second // 60}:{second % 60:02d}")
                    for second in range(0, int(analysis.duration) + 1, _tick(analysis.duration))],
    }  # fmt: skip


def _marked(judged: Sequence[Mapping[str, Any]], plan: Plan, analysis: Analysis) -> Iterator[dict[str, Any]]:
    """What gates found wrong, at its moment."""
    scale = WIDTH / max(analysis.duration, 1 / ENVELOPE_HZ) / rate_of(plan.fps)
    for verdict in judged:
        for row in verdict["findings"]:
            yield {"x": min(float(WIDTH), float(row["frame"] * scale)), "text": f"{verdict['gate']}: {row['text']}"}


def _tick(duration: float) -> int:
    """Seconds between two times that are written below the drawing."""
    return next((step for step in (5, 10, 15, 30, 60, 120, 300) if duration / step <= 14), 600)


def _scene(scene: Scene, plan: Plan, stills: Mapping[str, Image], rate: Fraction) -> dict[str, Any]:
    joins = {join.after: join for join in plan.transitions}
    return {
        "scene": scene, "join": joins.get(scene.id), "look": scene.shot.look,
        "start": _clock(float(scene.start_frame / rate)), "seconds": float(scene.shot.num_frames / rate),
        "still": _data_uri(stills[scene.id]) if scene.id in stills else "",
    }  # fmt: skip


def _data_uri(still: Image) -> str:
    """The still as a JPEG inside the page."""
    small, file = still.convert("RGB"), io.BytesIO()
    small.thumbnail((STILL_WIDTH, STILL_WIDTH))
    small.save(file, "JPEG", quality=STILL_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"


def _bytes(size: float) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.2f} GB"


def totalled(costs: Iterable[Cost]) -> list[Cost]:
    """Costs by name, each name once, the dearest first."""
    found: dict[str, Cost] = {}
    for cost in costs:
        old = found.get(cost.name, Cost(cost.name, 0, 0.0, 0))
        found[cost.name] = Cost(cost.name, old.count + cost.count, old.seconds + cost.seconds, old.bytes + cost.bytes)
    return sorted(found.values(), key=lambda cost: -cost.seconds)
