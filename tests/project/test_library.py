"""What ships is sound, and what users add is checked like it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beatforge.errors import ProjectError
from beatforge.film.ideas import OWN
from beatforge.project.known import DEFAULT_PLATFORM, DEFAULT_STYLE, DEFAULT_TIER, TONES
from beatforge.project.library import load_library
from beatforge.project.places import data_dir
from beatforge.project.vocabulary import CHANNELS, CONDITIONS, ROLES, VIEWS


def test_the_shipped_library_is_sound() -> None:
    library = load_library()
    assert {DEFAULT_STYLE} <= set(library.styles)
    assert {name: tier.scenes for name, tier in library.tiers.items()} == {
        "basic": 12,
        DEFAULT_TIER: 24,
        "cinematic": 48,
    }
    assert library.profiles["draft"].long_side == 480
    assert library.profiles["standard"].long_side is None
    assert library.platforms[DEFAULT_PLATFORM].video_kbps == 8000
    for style in library.styles.values():
        assert set(style.drives) == set(CHANNELS), style.id
        assert style.palette.id in library.palettes, style.id
        assert style.motifs, style.id
        assert 6.5 <= style.advice.guidance_scale <= 8.0 and 0.6 <= style.advice.controlnet_scale <= 0.8, style.id
        assert style.advice.prompt_suffix and style.advice.negative_prompt and style.advice.best_for, style.id
        assert style.advice.backend and style.advice.models, style.id
    for palette in library.palettes.values():
        assert len(palette.colours) == len(ROLES), palette.id


def test_an_edited_shelf_is_read_anew_in_the_same_process(tmp_path: Path) -> None:
    """Content that is understood once is remembered by content, not by name."""
    config = tmp_path / "config"
    shutil.copytree(data_dir("config"), config)
    before = load_library(config=config)
    file = config / "palettes.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('sun: "fff0c4"', 'sun: "fff0c5"', 1), encoding="utf-8")
    after = load_library(config=config)
    assert {name for name in before.palettes if before.palettes[name] != after.palettes[name]} == {"dawn"}
    file.write_text(text, encoding="utf-8")
    assert load_library(config=config) == before


def test_the_lexicon_names_only_what_there_is() -> None:
    library = load_library()
    assert set(library.lexicon["motifs"]) <= set(library.names["motif"])
    assert set(library.lexicon["conditions"]) <= set(CONDITIONS)
    lights = set(library.lexicon["light"])
    for mood in library.lexicon["moods"].values():
        assert mood["light"] in lights and set(mood["motifs"]) <= set(library.names["motif"])
    for section in library.lexicon["sections"].values():
        assert set(section["views"]) <= set(VIEWS) and set(section["lights"]) <= {*lights, OWN}
    for group in ("hints", "companions"):
        assert set(library.lexicon[group]) <= set(library.names["motif"])
    for season in library.lexicon["seasons"].values():
        for group in set(season) - {"words"}:
            assert set(season[group]) <= set(library.lexicon[group]), group
    for light, meaning in library.lexicon["light"].items():
        assert {meaning[tone] for tone in TONES} <= set(library.palettes), light


def test_a_style_of_ones_own_wins_and_may_start_from_another(tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "synthwave.yaml").write_text("{motifs: [sea], medium: wash, palette: dusk}")
    (styles / "late.yaml").write_text("base: synthwave\ndrives: {pulse: {from: bass, gain: 2}}")
    library = load_library(tmp_path)
    assert library.styles["synthwave"].motifs == ("sea",)
    assert (library.styles["late"].motifs, library.styles["late"].drives["pulse"].gain) == (("sea",), 2)
    assert library.styles["late"].drives["glow"] == library.styles["synthwave"].drives["glow"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("motifs: [sea]\nmedium: wash\n", 'styles/own.yaml:1:1: BF011 missing "palette"'),
        ("base: own\n", 'styles/own.yaml:1:7: BF016 style "own" starts from itself'),
        ("base: synthwave\nmedium: wsh\n", 'styles/own.yaml:2:9: BF037 unknown medium "wsh"'),
        ("base: synthwave\ndrives: {pluse: {from: beat}}\n", 'styles/own.yaml:2:10: BF030 unknown channel "pluse"'),
        (
            "base: synthwave\nmedium: cel\nmarks: {size: 2}\n",
            'styles/own.yaml:3:9: BF030 the medium "cel" has no mark "size"',
        ),
        ("base: synthwave\nmotion: {hold: 4}\n", "styles/own.yaml:2:16: BF013"),
        ("synthwave\n", ""),
        ("- a\n", "styles/own.yaml:1:1: BF012 expected a mapping, found a list"),
        ("a: [b\n", "styles/own.yaml:1:4: BF002 a bracket is not closed"),
    ],
)
def test_faults_of_a_users_style_have_their_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.yaml").write_text(text)
    if not told:
        assert load_library(tmp_path).styles["own"].display_name == "own"
        return
    with pytest.raises(ProjectError) as caught:
        load_library(tmp_path)
    assert str(caught.value).startswith(told)


def test_all_twenty_four_styles_are_there_and_stand_ins_say_so() -> None:
    styles = load_library().styles
    assert len(styles) >= 24
    assert all(styles[name].advice.note for name in ("photorealistic", "cinematic", "rotoscope"))
    assert styles["rotoscope"].advice.requires_source_footage


def test_another_medium_starts_from_its_own_usual_marks(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.yaml").write_text("base: cel_animation\nmedium: oil\nmarks: {size: 2}")
    library = load_library(tmp_path)
    assert library.styles["cel_animation"].marks and library.styles["own"].marks == {"size": 2}
