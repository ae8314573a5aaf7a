"""The drift gate: a batch of pictures against a persona's thresholds.

In: what was measured of each picture, those that could not be, and the thresholds of the persona's file. Out: a verdict
for each and one for the batch, as values. Nothing is opened here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beatforge.persona.drift.likeness import SPAN, Measured
from beatforge.project.personas import ThresholdSpec

APPROVE, LOOK, REJECT = "approve", "look", "reject"
"""What becomes of a picture: it may be used, somebody should look at it, it is somebody else."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A batch as it was judged."""

    pictures: tuple[Measured, ...]
    unusable: Mapping[str, str]
    thresholds: ThresholdSpec

    @property
    def passes(self) -> bool:
        """Every picture is the persona's, and they are alike among themselves."""
        return not self.unusable and bool(self.pictures) and all(map(self.is_like, self.pictures)) and self.is_even

    @property
    def is_even(self) -> bool:
        """Whether the batch holds together."""
        return self.batch_variance <= self.thresholds.batch_variance

    @property
    def batch_variance(self) -> float:
        """V_batch: how far the batch's pictures lie apart; 0 where all deviate from the set in the same way.

        Each picture is a point: how much its outline lacks of the best canonical one (1 - IoU) and the mean way of its
        colours to the nearest canonical ones (L, a, b in units of `SPAN` delta E). V_batch is the root mean square of
        the points' distances from their mean: the square root of the total variance. View and pose are thus taken out,
        since they differ in any batch; twenty different women whose hair is off in twenty ways are not.
        """
        if not self.pictures:
            return 0.0
        points = [(1.0 - one.silhouette, *(part / SPAN for part in one.shift)) for one in self.pictures]
        middle = [math.fsum(parts) / len(points) for parts in zip(*points, strict=True)]
        squares = math.fsum(math.dist(point, middle) ** 2 for point in points)
        return round(math.sqrt(squares / len(points)), 4)

    def is_like(self, one: Measured) -> bool:
        """Whether a picture's outline and colours are the persona's."""
        return one.silhouette >= self.thresholds.silhouette and one.palette <= self.thresholds.palette

    def triage(self, one: Measured) -> str:
        """approve: like enough and one figure alone; reject: below the file's limit; else somebody should look."""
        if one.likeness < self.thresholds.reject:
            return REJECT
        is_sure = self.is_like(one) and one.likeness >= self.thresholds.approve and one.num_figures == 1
        return APPROVE if is_sure else LOOK

    def told(self) -> dict[str, Any]:
        """The scorecard as plain values."""
        limits = self.thresholds
        return {
            "passes": self.passes,
            "silhouette": self._told([one.silhouette for one in self.pictures], min, limits.silhouette),
            "palette": self._told([one.palette for one in self.pictures], max, limits.palette),
            "batch_variance": {"value": self.batch_variance, "limit": limits.batch_variance, "passes": self.is_even},
            "pictures": [
                {
                    "file": one.path,
                    "passes": self.is_like(one),
                    "triage": self.triage(one),
                    "likeness": round(one.likeness, 4),
                    "silhouette": one.silhouette,
                    "palette": one.palette,
                    "num_figures": one.num_figures,
                    "outline_like": one.outline_like,
                    "colours_like": one.colours_like,
                }
                for one in self.pictures
            ],
            "unusable": dict(self.unusable),
        }

    def _told(self, values: Sequence[float], worst: Any, limit: float) -> dict[str, Any]:
        if not values:
            return {"mean": None, "worst": None, "limit": limit, "passes": False}
        mean, found = math.fsum(values) / len(values), worst(values)
        is_in = found >= limit if worst is min else found <= limit
        return {"mean": round(mean, 4), "worst": found, "limit": limit, "passes": is_in}
