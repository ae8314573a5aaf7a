"""The constitution against prompts as people write them: nothing forbidden passes, hardly anything innocent is held."""

from __future__ import annotations

from pathlib import Path

import yaml

from beatforge.persona.holding import constitution_of
from beatforge.project.personas import read_persona

CORPUS = yaml.safe_load((Path(__file__).parent / "corpus.yaml").read_text(encoding="utf-8"))
FORBIDDEN = [(name, text) for name, texts in CORPUS["forbidden"].items() for text in texts]
MAX_HELD = 0.02
"""Of innocent prompts, at most."""

CONSTITUTION = constitution_of(read_persona("nova_fade").spec)


def test_the_corpus_is_large_enough_to_tell() -> None:
    assert len(FORBIDDEN) + len(CORPUS["innocent"]) >= 200
    assert set(CORPUS["forbidden"]) == {name for article in CONSTITUTION.articles for name in article.forbids}


def test_nothing_forbidden_passes() -> None:
    passed = [text for name, text in FORBIDDEN if name not in {v.forbidden for v in CONSTITUTION.violations(text)}]
    assert not passed


def test_hardly_anything_innocent_is_held() -> None:
    held = [text for text in CORPUS["innocent"] if CONSTITUTION.violations(text)]
    assert len(held) <= MAX_HELD * len(CORPUS["innocent"]), held
