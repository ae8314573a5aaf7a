"""The target of a film's performer: what is seen of a persona, in a file that every scene with them reads. Pure."""

from __future__ import annotations

from collections.abc import Callable

from beatforge.film.performance import PERFORMED
from beatforge.film.plan import Causes, Plan
from beatforge.graph.target import Origin, Output, Target

WRITE_FIGURE = f"{PERFORMED}:write_figure"
FIGURE = "figure.json"


def figure_target(plan: Plan, origin: Callable[[Causes], Origin]) -> Target | None:
    """The target of a film in which somebody performs."""
    if plan.figure is None:
        return None
    return Target(
        name=f"figure/{plan.figure.id}",
        step=WRITE_FIGURE,
        value=plan.figure.value,
        inputs=(),
        outputs=(FIGURE,),
        origins={
            "value": origin((("film", "persona"),)),
            "value.themes": origin((("film", "theme"), ("film", "persona"))),
        },
    )


def figure_output(plan: Plan) -> Output:
    """The file that scenes with a performer are given."""
    assert plan.figure is not None, "a scene has a performance only in a film that has a figure"
    return Output(f"figure/{plan.figure.id}", FIGURE)
