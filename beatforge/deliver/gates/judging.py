"""The step of every gate: folds the film's measures by one rule and says what is wrong where, and the way out.

In: the film's measures (and, for gates that listen, the sound's). Out: `verdict.json` with figures and findings, and
`failures.json`, which the film hangs on: the empty list while nothing fails, so that a new limit that still holds
makes no film again. Judging never fails the step itself; so the figures of a failing film are there to be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from beatforge.deliver.gates.film import FilmMeasures

VERDICT, FAILURES = "verdict.json", "failures.json"

TOLD = 12
"""Findings that are told of one gate; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something over a limit: `text` says what, as in "stands still for 1.25 s, at most 0.5 s"."""

    scene: str
    frame: int
    figure: float
    limit: float
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A gate's figures, the first the one its limit is for, and what it found."""

    figures: Mapping[str, float]
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a gate judges: limits and plan facts from its value, the sound where it listens, scenes that are excused."""

    film: FilmMeasures
    limits: Mapping[str, float]
    facts: Mapping[str, Any]
    sound: Mapping[str, Any]
    excused: frozenset[str] = frozenset()

    def seconds(self, frames: float) -> float:
        """So many frames in seconds, to 1/1000."""
        return round(float(frames / self.film.rate), 3)


def judge_film(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: `value` names the gate, its limits, plan facts, whether it only advises, and what is waived why."""
    module = import_module(f"beatforge.deliver.gates.{value['gate']}")
    sound = json.loads(inputs[1].read_bytes()) if len(inputs) > 1 else {}
    case = Case(FilmMeasures.load(inputs[0]), value["limits"], value["facts"], sound)
    verdict, failures = judged(value, case, module.judge, module.WAY_OUT)
    for name, content in ((VERDICT, verdict), (FAILURES, failures)):
        (out / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    progress(1, 1)


def judged(
    value: Mapping[str, Any], case: Case, judge: Callable[[Case], Judged], way_out: str
) -> tuple[dict[str, Any], list[str]]:
    """The verdict, and what fails the film in words. A waiver for the whole film excuses every finding."""
    waived, film = value["waived"], value["film_waived"]
    whole = judge(case)
    excused = frozenset(waived)
    rest = judge(Case(case.film, case.limits, case.facts, case.sound, excused)) if waived else whole
    open_findings = [finding for finding in rest.findings if finding.scene not in excused]
    failing = [] if film else open_findings
    used = {finding.scene for finding in whole.findings}
    unused = [scene for scene in waived if scene not in used] if not film else []
    rate = case.film.rate
    verdict = {
        "gate": value["gate"],
        "state": _state(bool(failing), value["advises"], bool(whole.findings)),
        "figures": {name: round(float(figure), 4) for name, figure in rest.figures.items()},
        "limits": dict(value["limits"]),
        "findings": [_row(finding, rate) for finding in failing],
        "waived": [
            {**_row(finding, rate), "reason": film or waived[finding.scene]}
            for finding in whole.findings
            if film or finding.scene in excused
        ],
        "waives_nothing": unused if not film else [] if whole.findings else ["film"],
        "way_out": way_out,
    }
    if value["advises"]:
        return verdict, []
    return verdict, list(_told(value["gate"], failing, rate, way_out))


def at_time(frame: int, rate: Fraction) -> str:
    """The moment of a frame as "1:02.13": minutes, seconds, and frames within the second."""
    whole, second = int(frame // rate), int(frame - int(frame // rate) * rate)
    return f"{whole // 60}:{whole % 60:02d}.{second:02d}"


def _state(is_failing: bool, advises: bool, found: bool) -> str:
    if is_failing:
        return "advises" if advises else "fails"
    return "waived" if found else "passes"


def _row(finding: Finding, rate: Fraction) -> dict[str, Any]:
    return {
        "scene": finding.scene, "frame": finding.frame, "time": at_time(finding.frame, rate),
        "figure": round(float(finding.figure), 4), "limit": round(float(finding.limit), 4), "text": finding.text,
    }  # fmt: skip


def _told(gate: str, findings: Sequence[Finding], rate: Fraction, way_out: str) -> Iterator[str]:
    """What fails, a line each; the way out with the first, since it is that of all."""
    for finding in findings[:TOLD]:
        place = f"{finding.scene} at {at_time(finding.frame, rate)} (frame {finding.frame})"
        waiver = f"waive: {{{finding.scene}: {{{gate}: ...}}}}"
        out = f"; {way_out}, or say why it is meant: {waiver}" if finding is findings[0] else ""
        yield f"{gate}: {place}: {finding.text}{out}"
    if len(findings) > TOLD:
        yield f"{gate}: and {len(findings) - TOLD} more: beatforge gates"
