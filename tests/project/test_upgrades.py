"""Older files: read as they are, with their places; rewritten by `migrated` so that nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.errors import ProjectError, UsageError
from beatforge.project.load import load_project
from beatforge.project.nodes import parse_source
from beatforge.project.upgrades import migrated
from tests.project.files import faults_of, written_project

OLD = """\
# a drive
version: 0            # of the language
name: drive
song: song.ogg        # what is heard
film:
    resolution: "640x360"   # small
    'prompt': >
        rain, and
        more rain
    scene_seconds: [ 2, 8 ]   # bars
    style: {base: synthwave, palette: {colors: {sun: "#ffcc00"}}, drives: {pulse: bass}}

scenes:
  chorus: rain at night     # a bare text
  hero:   {transition: dissolve}
  verse-1: {transition: 'dissolve', prompt: dissolve}
outputs: [youtube]
"""

NEW = """\
# a drive
version: 1            # of the language
name: drive
song: {file: song.ogg}        # what is heard
film:
    size: "640x360"   # small
    'concept': >
        rain, and
        more rain
    scene_seconds: { min: 2, max: 8 }   # bars
    style: {base: synthwave, palette: {colours: {sun: "#ffcc00"}}, drives: {pulse: {from: bass}}}

scenes:
  chorus: {prompt: rain at night}     # a bare text
  hero:   {transition: crossfade}
  verse-1: {transition: 'crossfade', prompt: dissolve}
outputs: [{platform: youtube}]
"""

START = "version: 0\nname: drive\nsong: song.ogg\n"


def rewritten(text: str) -> str:
    return migrated(parse_source(text.encode(), "project.yaml"))


def test_only_the_words_that_changed_are_rewritten() -> None:
    assert rewritten(OLD) == NEW
    assert rewritten(NEW) == NEW


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_stay(line_end: str) -> None:
    assert rewritten(OLD.replace("\n", line_end)) == NEW.replace("\n", line_end)


def test_an_old_file_means_what_its_new_text_means(tmp_path: Path) -> None:
    old = load_project(written_project(tmp_path / "old", "", OLD))
    new = load_project(written_project(tmp_path / "new", "", NEW))
    assert old.model_dump() == new.model_dump()
    assert [note.code for note in old.notes] == ["BF022"] and not new.notes


def test_values_of_an_old_file_keep_their_places(tmp_path: Path) -> None:
    project = load_project(written_project(tmp_path, "", OLD))
    assert project.place(("film", "size")) == "project.yaml:6:17"
    assert project.place(("film", "scene_seconds", "max")) == "project.yaml:10:25"
    assert project.place(("song", "file")) == "project.yaml:4:7"
    assert project.place(("scenes", "hero", "transition")) == "project.yaml:15:24"


def test_faults_of_an_old_file_are_told_at_their_places(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "film:\n  resolution: 1281x720\n", START) == (
        "project.yaml:5:15: BF013 1281 pixels is odd; video needs even sides\n"
        "    5 |   resolution: 1281x720\n"
        "      |               ^^^^^^^^ 1280 or 1282"
    )
    assert "BF050 there is no file" in faults_of(tmp_path, "", START.replace("song.ogg", "sang.ogg"))


def test_the_old_and_the_new_word_together_are_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "film: {resolution: 64x64, size: 32x32}\n", START) == (
        'project.yaml:4:8: BF016 "resolution" is called "size" now, and both stand here\n'
        "    4 | film: {resolution: 64x64, size: 32x32}\n"
        "      |        ^^^^^^^^^^ keep one"
    )


def test_sets_speak_the_new_language_to_an_old_file(tmp_path: Path) -> None:
    file = written_project(tmp_path, "film: {resolution: 64x64}\n", START)
    assert load_project(file, ("film.size=32x32",)).film.size == (32, 32)


def test_a_project_of_today_does_not_know_the_old_words(tmp_path: Path) -> None:
    assert 'BF010 unknown key "resolution"' in faults_of(tmp_path, "film: {resolution: 64x64}\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("song: &s song.ogg\ntitle: *s\n", "song: {file: &s song.ogg}\ntitle: *s\n"),
        ("title: &s song.ogg\nsong: *s\n", "title: &s song.ogg\nsong: {file: *s}\n"),
        ("song: 'a song.ogg'\n", "song: {file: 'a song.ogg'}\n"),
        ("song: a, b [c].ogg # x\n", 'song: {file: "a, b [c].ogg"} # x\n'),
        ("song: >-\n  song.ogg\n# x\n", "song: {file: song.ogg}\n# x\n"),
        ("song:\n  # where\n  song.ogg\n", "song:\n  # where\n  {file: song.ogg}\n"),
        ("film:\n  scene_seconds:\n    - 2   # least\n    # and\n    - 8\n",
         "film:\n  scene_seconds:\n    min: 2   # least\n    # and\n    max: 8\n"),
        ("film:\n  scene_seconds:\n  - 2   # least\n  -   8\n",
         "film:\n  scene_seconds:\n    min: 2   # least\n    max: 8\n"),
        ("film: {scene_seconds: [2,\n    8,]}\n", "film: {scene_seconds: {min: 2,\n    max: 8,}}\n"),
        ("outputs:\n- youtube # a\n-  'tiktok'\n", "outputs:\n- {platform: youtube} # a\n-  {platform: 'tiktok'}\n"),
        ("scenes:\n  chorus: &w {transition: dissolve}\n  hero: *w\n",
         "scenes:\n  chorus: &w {transition: crossfade}\n  hero: *w\n"),
        ("scenes:\n  chorus: &w {transition: dissolve}\n  hero: {<<: *w, seed: 1}\n",
         "scenes:\n  chorus: &w {transition: crossfade}\n  hero: {<<: *w, seed: 1}\n"),
        ("title: &t dissolve\nscenes: {hero: {transition: *t}}\n",
         "title: &t dissolve\nscenes: {hero: {transition: crossfade}}\n"),
        ("scenes:\n  hero: &r rain\n  chorus: *r\n", "scenes:\n  hero: {prompt: &r rain}\n  chorus: {prompt: *r}\n"),
        ("film: {\"resolution\" : 64x64}\n", "film: {\"size\" : 64x64}\n"),
        ("film:\n  ? resolution\n  : 64x64\n", "film:\n  ? size\n  : 64x64\n"),
        ("scenes: {hero: {transition: >\n    dissolve\n  }}\n", None),
        ("scenes:\n  hero:\n    transition: |-  # x\n      dissolve\n    seed: 1\n",
         "scenes:\n  hero:\n    transition: crossfade  # x\n    seed: 1\n"),
        ("song: >-  # it\n  song.ogg\n# x\n", "song: {file: song.ogg}  # it\n# x\n"),
        ("title: \u96e8 # \U0001f600\nscenes: {hero: \u96e8}\n",
         "title: \u96e8 # \U0001f600\nscenes: {hero: {prompt: \u96e8}}\n"),
        ("scenes: {hero: , chorus: ~, verse: ''}\n", "scenes: {hero: , chorus: ~, verse: {prompt: ''}}\n"),
    ],
)  # fmt: skip
def test_quoted_flow_anchored_and_commented_texts(old: str, new: str | None) -> None:
    if new is None:
        with pytest.raises((ProjectError, UsageError)):
            rewritten("version: 0\n" + old)
        return
    assert rewritten("version: 0\n" + old) == "version: 1\n" + new


@pytest.mark.parametrize(
    "old",
    [
        "scenes:\n  chorus: &w {prompt: rain}\nfilm: {<<: *w}\n",
        "title: &t song.ogg\nfilm: {scene_seconds: &s [2, 8], size: *s}\n",
    ],
)
def test_what_an_anchor_ties_together_is_left_to_a_hand(old: str) -> None:
    with pytest.raises(UsageError, match=r"project\.yaml:\d+:\d+: woven into other text"):
        rewritten("version: 0\n" + old)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert migrated(parse_source(b"\xef\xbb\xbfversion: 0\n", "p")) == "version: 1\n"
