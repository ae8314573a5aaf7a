"""What a project brings along, from its file to the film: footage, colour tables, fonts; faults are found at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from beatforge.errors import ProjectError
from tests.brought import write_font, write_footage, write_table
from tests.projects import CHORUS, CROSSFADE, FILM, INTRO, MORPH, VERSE, build, edit, planned
from tests.sounds import write_song

FOOTAGE = "verse: {transition: morph, footage: {file: clip.mp4, start: 0.5}}"


def filmed(film: Path, seconds: int = 6, said: str = FOOTAGE) -> Path:
    """The film with footage in its verse."""
    write_footage(film.parent / "clip.mp4", seconds)
    return edit(film, "verse: {transition: morph}", said)


def starts(film: Path, *sets: str) -> dict[str, int | None]:
    """From which millisecond each scene shows its footage."""
    with Session.open(film, sets=sets) as session:
        plan = session.plan()
        assert plan
        return {scene.id: scene.shot.footage_ms for scene in plan.scenes}


def test_footage_is_made_once_and_again_when_its_content_changes(film: Path) -> None:
    assert build(filmed(film)) == [VERSE, MORPH, CROSSFADE, FILM]
    shutil.move(film.parent / "clip.mp4", film.parent / "dance.mp4")
    edit(film, "clip.mp4", "dance.mp4")
    assert planned(film) == {}, "another name"
    write_footage(film.parent / "dance.mp4", 6, turn=0.5)
    assert list(planned(film)) == [VERSE, MORPH, CROSSFADE, FILM], "other pictures"
    write_footage(film.parent / "dance.mp4", 6)
    edit(film, "start: 0.5", "start: 1")
    assert list(planned(film)) == [VERSE, MORPH, CROSSFADE, FILM], "other seconds"


def test_scenes_of_one_line_show_footage_on_and_on(film: Path) -> None:
    sets = ["song.pins.sections.3.kind=verse", 'scenes={"verse": {"footage": {"file": "clip.mp4", "start": 0.5}}}']
    write_footage(film.parent / "clip.mp4", 9)
    shown = starts(film, *sets)
    assert list(shown.values()) == [None, 500, None, 4500]


def test_footage_that_is_too_short_is_found_before_anything_is_rendered(film: Path) -> None:
    with pytest.raises(
        ProjectError, match=r"project\.yaml:24:46: BF062 clip\.mp4 ends at 4\.00 s; verse-1\.01 shows 0\.50"
    ):
        starts(filmed(film, seconds=4))


def test_exactly_as_much_footage_as_its_scene_needs_is_enough(film: Path) -> None:
    edit(filmed(film, seconds=4), "start: 0.5", "start: 0")
    assert starts(film)["verse-1.01"] == 0


def test_what_is_no_video_is_found_before_anything_is_rendered(film: Path) -> None:
    filmed(film)
    write_song(film.parent / "song.flac", 1)
    shutil.move(film.parent / "song.flac", film.parent / "clip.mp4")
    with pytest.raises(ProjectError, match=r"project\.yaml:24:46: BF054 clip\.mp4 has no moving picture, only sound"):
        starts(film)


def test_a_broken_table_is_found_before_anything_is_rendered(film: Path) -> None:
    write_table(film.parent / "look.cube").write_text("LUT_3D_SIZE 2\n0 0 0\n")
    with pytest.raises(ProjectError, match=r"BF054 look\.cube: 8 colours are announced, 1 are there"):
        starts(film, 'film.grade={"lut": "look.cube"}')


def test_letters_that_no_card_can_show_are_told(film: Path) -> None:
    with pytest.raises(ProjectError, match=r'project\.yaml:3:8: BF014 cards have no letters for "é"'):
        starts(edit(film, "title: Small Song", "title: Café"), "film.title_card={}")
    write_font(film.parent / "a.ttf").write_bytes(b"no font")
    with pytest.raises(ProjectError, match=r"BF054 a\.ttf can't be read as a font"):
        starts(film, 'film.title_card={"font": "a.ttf", "text": "plain"}')


def test_a_card_in_a_font_of_its_own_makes_its_scene(film: Path) -> None:
    write_font(film.parent / "a.ttf")
    sets = ('film.title_card={"font": "a.ttf"}',)
    assert list(planned(film, sets)) == [INTRO, FILM] and build(film, INTRO, sets=sets) == [INTRO]
    write_font(film.parent / "a.ttf", turn=1)
    assert list(planned(film, sets)) == [INTRO, FILM], "other letters"


def test_a_scene_without_footage_knows_of_none(film: Path) -> None:
    assert set(starts(filmed(film)).values()) == {None, 500}
    with Session.open(film) as session:
        looks = {
            name: t.value["shot"]["look"]["motif"] for t in session.targets() if (name := t.name) in (VERSE, CHORUS)
        }
    assert looks[VERSE] == "footage" != looks[CHORUS]
