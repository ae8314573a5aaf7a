"""What people said of a persona's pictures: approved or rejected, with the reason.

In: `approvals:` of a project, by the picture's name. Out: frozen values. A verdict is of one picture, as its digest
was: a picture that was drawn anew has none until somebody looks at it again.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field as Key

from beatforge.project.fields import Field, Written, choice, text
from beatforge.project.problems import Fault
from beatforge.project.scalars import read_text

APPROVE, REJECT = "approve", "reject"
VERDICTS = (APPROVE, REJECT)

SHORTEST, LONGEST = 12, 64
"""Digits of a digest: so many tell pictures apart, so many there are."""

_PICTURE = re.compile(r"[a-z0-9_]+(@[A-Za-z0-9._-]+)?/[a-z_]+/[A-Za-z0-9_]+")
_DIGEST = re.compile(f"[0-9a-f]{{{SHORTEST},{LONGEST}}}")


def _read_picture(value: Any) -> str:
    name = read_text(value, 200)
    if not _PICTURE.fullmatch(name):
        hint = (
            "persona, folder and name, as in nova_fade/expressions/delighted_joy; `beatforge persona review` lists them"
        )
        raise Fault("BF014", f'"{name}" is no picture of a persona', hint)
    return name


def _read_digest(value: Any) -> str:
    digest = read_text(value, 80)
    if not _DIGEST.fullmatch(digest):
        hint = "`beatforge persona approve` writes it"
        raise Fault("BF014", f'"{digest}" is no digest: {SHORTEST} to {LONGEST} of 0-9 and a-f', hint)
    return digest


_CODES = ("BF012", "BF013", "BF014", "BF015")
PictureName = Field(_read_picture, {"type": "string", "x-kind": "picture"}, codes=_CODES)
Digest = Annotated[
    str,
    Field(
        _read_digest,
        {"type": "string", "pattern": f"^{_DIGEST.pattern}$"},
        codes=_CODES,
        takes=f"the first {SHORTEST} to {LONGEST} digits of the picture's SHA-256, in quotes where all are decimal",
    ),
]


class ApprovalSpec(Written):
    """What somebody said of a picture."""

    verdict: Annotated[str, choice("verdict", VERDICTS)] = Key(description="whether the picture may be used")
    reason: Annotated[str, text(400)] = Key(description="why", examples=["the earrings are right"])
    by: Annotated[str, text(80)] | None = Key(default=None, description="who said so", examples=["Rob"])
    digest: Digest = Key(
        description="of the picture that was looked at; the verdict holds for no other", examples=["3f2a9c0d1e4b"]
    )

    def holds_for(self, digest: str) -> bool:
        """Whether the picture with this SHA-256 is the one that was looked at."""
        return digest.startswith(self.digest)
