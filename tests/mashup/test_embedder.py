"""A sentence embedder from the user's settings: loaded as real ones are, and used wherever words count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.settings import settings_path
from beatforge.errors import ToolError
from beatforge.mashup.compatibility import compatibility
from beatforge.mashup.library.embedder import LONGEST, Embedder
from beatforge.mashup.library.finding import find_songs, parse_query
from beatforge.mashup.library.shelf import Shelf
from tests.mashup.entries import PLAIN, put_synthetic
from tests.mashup.onnx import write_embedder
from tests.sounds import write_song

MEANINGS = {"sea": (1.0, 0.1, 0.0), "ocean": (0.9, 0.2, 0.0), "waves": (0.8, 0.0, 0.1), "engine": (0.0, 0.1, 1.0)}


SEA, OCEAN = ("sea", "salt", "sand", "sun", "sail"), ("ocean", "blue", "deep", "dive", "whale")


@pytest.fixture
def embedder(tmp_path: Path) -> Embedder:
    return Embedder(write_embedder(tmp_path / "model", MEANINGS))


def test_words_of_one_meaning_are_near_each_other(embedder: Embedder) -> None:
    sea, ocean, engine = (embedder.embed(word) for word in ("Sea", "ocean waves", "engine"))
    assert sum(x * x for x in sea) == pytest.approx(1, abs=1e-3)
    assert sum(a * b for a, b in zip(sea, ocean, strict=True)) > 0.9
    assert sum(a * b for a, b in zip(sea, engine, strict=True)) < 0.2
    assert embedder.embed("") == ()


def test_long_lyrics_are_read_to_their_end(embedder: Embedder) -> None:
    end = embedder.embed("sea " * LONGEST + "engine " * LONGEST * 3)
    assert end[2] > end[0] > 0.1


def test_another_model_has_another_name(embedder: Embedder, tmp_path: Path) -> None:
    other = Embedder(write_embedder(tmp_path / "other", {"sea": (0.0, 1.0)}))
    assert other.name != embedder.name == Embedder(tmp_path / "model").name


def test_matching_goes_by_meaning_where_one_model_read_both(embedder: Embedder) -> None:
    own = replace(
        PLAIN,
        words=tuple((word, 1) for word in SEA),
        meaning=embedder.embed("sea"),
        meant_by="m",
    )
    like = replace(
        PLAIN,
        words=tuple((word, 1) for word in OCEAN),
        meaning=embedder.embed("ocean"),
        meant_by="m",
    )
    assert (compatibility(own, like).semantic or 0) > 0.95
    assert compatibility(own, replace(like, meant_by="other")).semantic == 0  # no word in common


def test_a_search_finds_what_means_the_like_among_hundreds(embedder: Embedder, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "library")
    entry = put_synthetic(shelf, 400)[7]
    profile = replace(entry.profile, meaning=embedder.embed("waves"), meant_by=embedder.name)
    with shelf.lock():
        shelf.put(replace(entry, profile=profile))
    assert find_songs(shelf, parse_query("ocean"), 5) == []
    found = find_songs(shelf, parse_query("ocean"), 5, embedder)
    assert [each.entry.digest for each in found] == [entry.digest] and found[0].score > 0.9


def test_add_and_search_use_the_model_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], embedder: Embedder
) -> None:
    monkeypatch.setenv("BEATFORGE_LIBRARY", str(tmp_path / "library"))
    write_song(tmp_path / "tune.wav", 3)
    (tmp_path / "tune.txt").write_text("the ocean\n")
    assert main(["library", "add", str(tmp_path / "tune.wav")]) == 0
    settings_path().write_text(f"library: {{embedder: {tmp_path / 'model'}}}\n")
    assert main(["library", "add", str(tmp_path / "tune.wav")]) == 0  # known, but not what it means
    assert "1 words" in capsys.readouterr().out
    assert main(["library", "search", "sea"]) == 0
    assert "tune" in capsys.readouterr().out
    (tmp_path / "model" / "tokenizer.json").write_text("{}")
    assert main(["library", "search", "sea"]) == 4
    assert "can't be loaded" in capsys.readouterr().err


def test_a_folder_that_is_no_model_says_what_is_lacking(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"lacks model\.onnx"):
        Embedder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"nonsense")
    with pytest.raises(ToolError, match=r"lacks tokenizer\.json"):
        Embedder(tmp_path)
