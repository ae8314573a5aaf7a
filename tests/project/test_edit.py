"""Edits change one value and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.errors import ProjectError, UsageError
from beatforge.project.edit import set_scene, set_value
from beatforge.project.load import load_project
from beatforge.project.new import new_project, template_names
from tests.project.files import written_project

TEXT = """\
# how it began
film:
    fps: 25     # as in Europe
    concept: >
        A lone driver.

        The sea.

    # about the look
    style: 'synthwave'
scenes:                       # the special ones
    chorus:     {palette: dawn}   # bright
    verse-1.05:
        prompt: "rain"   # heavy

    # the end
outputs:
-   platform: youtube
"""


def changes(file: Path, before: str) -> list[tuple[str, str]]:
    """Lines that differ, as (gone, come); "" where there is no counterpart."""
    old, new = before.splitlines(keepends=True), file.read_bytes().decode().splitlines(keepends=True)
    gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
    size = max(len(gone), len(come))
    return list(zip(gone + [""] * (size - len(gone)), come + [""] * (size - len(come)), strict=True))


@pytest.mark.parametrize(
    ("dotted", "value", "gone", "come"),
    [
        ("film.fps", 30, "    fps: 25     # as in Europe\n", "    fps: 30     # as in Europe\n"),
        ("film.style", "watercolor", "    style: 'synthwave'\n", "    style: 'watercolor'\n"),
        ("film.tier", "basic", "", "    tier: basic\n"),
        ("seed", 4, "", "seed: 4\n"),
        ("scenes.chorus.prompt", "a: b", "    chorus:     {palette: dawn}   # bright\n",
         '    chorus: {palette: dawn, prompt: \'a: b\'} # bright\n'),
        ("scenes.verse-1.05.prompt", "no # rain", '        prompt: "rain"   # heavy\n',
         '        prompt: "no # rain" # heavy\n'),
        ("scenes.verse-1.05.seed", 7, "", "        seed: 7\n"),
        ("scenes.verse-2.09.seed", 7, "", "    verse-2.09: {seed: 7}\n"),
        ("scenes.1:12-1:20.transition", "cut", "", "    1:12-1:20: {transition: cut}\n"),
        ("direction.providers", ["offline"], "", "direction: {providers: [offline]}\n"),
        ("outputs.0.platform", "youtube", "", ""),
    ],
)  # fmt: skip
def test_an_edit_changes_one_line(tmp_path: Path, dotted: str, value: object, gone: str, come: str) -> None:
    file = written_project(tmp_path, TEXT)
    before = file.read_text()
    set_value(file, dotted, value)
    assert changes(file, before) == ([(gone, come)] if gone or come else [])
    load_project(file)


def test_new_keys_stand_with_their_own(tmp_path: Path) -> None:
    file = written_project(tmp_path, TEXT)
    set_scene(file, "verse-1.05", "seed", 7)
    assert '        prompt: "rain"   # heavy\n        seed: 7\n\n    # the end\n' in file.read_text()


def test_a_folded_text_is_replaced_whole(tmp_path: Path) -> None:
    file = written_project(tmp_path, TEXT)
    set_value(file, "film.concept", "No sea.")
    assert "    concept: >\n        No sea.\n\n    # about the look\n" in file.read_text()


@pytest.mark.parametrize("text", ["", "scenes:\n", "scenes: {}\n", "scenes:   # none yet\n", "scenes: { }\n"])
def test_the_first_override_finds_its_place(tmp_path: Path, text: str) -> None:
    file = written_project(tmp_path, text)
    set_scene(file, "verse-1.05", "prompt", "rain")
    assert load_project(file).scenes["verse-1.05"].prompt == "rain"
    assert "# none yet" in file.read_text() or "#" not in text


@pytest.mark.parametrize(
    "value", ["rain", "no", "12", "null", "~", "a: b", "#", '"', "it's", "\\", "two\nlines", "ünï ☂ 雨", "- x", "{a}",
              "*a", "&a", "!a", "%", "@", " x ", "a, b", "[", "x:", "\u200b", "a\u2028b", "'\"\\", "---", "..."]
)  # fmt: skip
@pytest.mark.parametrize("start", ["scenes:\n  hero:\n    seed: 1\n", "scenes: {hero: {seed: 1}}\n"])
def test_any_text_comes_back_as_it_was(tmp_path: Path, value: str, start: str) -> None:
    file = written_project(tmp_path, start)
    set_scene(file, "hero", "prompt", value)
    assert load_project(file).scenes["hero"].prompt == value


def test_line_endings_and_marks_stay(tmp_path: Path) -> None:
    file = written_project(tmp_path, "")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    set_scene(file, "hero", "seed", 4)
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfversion")
    assert data.count(b"\n") == data.count(b"\r\n") == 4 + (b"scenes:\r\n" in data)


def test_a_refused_edit_leaves_the_file(tmp_path: Path) -> None:
    file = written_project(tmp_path, TEXT)
    before = file.read_bytes()
    with pytest.raises(ProjectError, match=r'BF031 unknown style "synthwav"\n.*\n.*did you mean "synthwave"'):
        set_value(file, "film.style", "synthwav")
    with pytest.raises(ProjectError, match="BF040"):
        set_scene(file, "verse-x", "seed", 1)
    with pytest.raises(UsageError, match="can't be set here"):
        set_value(file, "film.fps.x", 1)
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project.yaml", "song.ogg"]


def test_what_aliases_share_is_left_to_the_hand(tmp_path: Path) -> None:
    file = written_project(tmp_path, "scenes:\n  chorus: &wet {prompt: rain}\n  bridge: *wet\n")
    before = file.read_bytes()
    with pytest.raises(UsageError, match="edit it by hand"):
        set_scene(file, "bridge", "prompt", "sun")
    assert file.read_bytes() == before


def test_a_merged_scene_gets_a_value_of_its_own(tmp_path: Path) -> None:
    file = written_project(tmp_path, "scenes:\n  chorus: &wet {prompt: rain}\n  bridge: {<<: *wet, seed: 1}\n")
    set_scene(file, "bridge", "reactivity", 2)
    project = load_project(file)
    assert (project.scenes["bridge"].reactivity, project.scenes["chorus"].reactivity) == (2, None)


@pytest.mark.parametrize("template", template_names())
def test_an_edit_of_a_new_project_touches_its_own_line_only(tmp_path: Path, template: str) -> None:
    file = new_project(tmp_path / "film", None, template)
    for song in ("song.ogg", "other.ogg"):
        (file.parent / "audio" / song).write_bytes(b"")
    before = file.read_text()
    set_scene(file, "verse-1.05", "seed", 41)
    added = [line for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert added in (["  verse-1.05: {seed: 41}"], ["scenes: {verse-1.05: {seed: 41}}"])
    assert [line for line in before.splitlines() if line not in file.read_text().splitlines()] == []
