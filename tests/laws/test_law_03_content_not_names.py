"""Law 3: keys are made of content: songs, styles, the code that makes the step. Names and times count nothing."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from beatforge.cli.session import Session
from beatforge.graph.code import CodeIndex, read_module
from tests.laws.trees import change_comments, change_literal, copy_tree, modules_in, motifs_of, stale_in
from tests.projects import (
    CROSSFADE,
    FILM,
    INTRO,
    JUDGING,
    MORPH,
    PICTURES,
    TARGETS,
    VERSE,
    build,
    edit,
    events_of,
    in_order,
    planned,
    run,
)
from tests.sounds import write_song


def _touch_all(file: Path) -> None:
    for path in file.parent.rglob("*"):
        if ".beatforge" not in path.parts:
            os.utime(path)


def _reorder(file: Path) -> None:
    head, scenes = file.read_text().split("scenes:\n")
    first, *rest = scenes.splitlines(keepends=True)
    lines = head.splitlines(keepends=True)
    moved = [line for line in lines if line.startswith(("title", "seed"))]
    kept = [line for line in lines if line not in moved]
    file.write_text("scenes:\n" + "".join([*rest, first]) + "".join(kept) + "".join(moved))


def _rename_song(file: Path) -> None:
    (file.parent / "audio").mkdir()
    (file.parent / "song.wav").rename(file.parent / "audio" / "tune.wav")
    edit(file, "song.wav", "audio/tune.wav")


def _say_the_same_otherwise(file: Path) -> None:
    edit(file, "size: 64x64", "size: [64, 64]")
    edit(file, "fps: 24", "fps: 24.0")
    edit(file, "at: 4,", "at: 0:04,")
    edit(file, "seed: 3", "seed: 0x3")
    edit(file, "style: own", "style: {base: own}")


NOTHING: dict[str, Callable[[Path], object]] = {
    "touch": _touch_all,
    "a comment in the project": lambda file: edit(file, "# made of numbers", "# made of other numbers"),
    "a comment in a style": lambda file: edit(file.parent / "styles" / "own.yaml", "base:", "# mine\nbase:"),
    "key order": _reorder,
    "white space": lambda file: file.write_text(file.read_text().replace(": ", ":   ").replace("\n", "\r\n")),
    "other spelling": _say_the_same_otherwise,
    "song moved": _rename_song,
    "a file beside": lambda file: (file.parent / "notes.txt").write_text("no part of the film"),
    "a style nobody uses": lambda file: (file.parent / "styles" / "spare.yaml").write_text("base: own\nmedium: wash\n"),
}


@pytest.mark.parametrize("change", NOTHING)
def test_what_is_no_content_makes_nothing(film: Path, change: str) -> None:
    before = film.read_bytes()
    NOTHING[change](film)
    assert planned(film) == {}, before
    assert build(film) == []


def test_other_bytes_under_the_same_name_size_and_time_are_another_song(film: Path) -> None:
    song = film.parent / "song.wav"
    was = song.stat()
    write_song(song, seconds=16, seed=1)
    os.utime(song, ns=(was.st_atime_ns, was.st_mtime_ns))
    now = song.stat()
    assert (now.st_size, now.st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    assert run("build", str(film), "analysis", "--log", "json").stdout.startswith(
        '{"event": "made", "target": "analysis"'
    )
    assert "mix" in planned(film)


def test_a_style_of_the_project_counts_by_what_it_says(film: Path) -> None:
    edit(film.parent / "styles" / "own.yaml", "gain: 1", "gain: 0.5")
    assert list(planned(film)) == [*in_order(PICTURES), FILM]


def test_another_name_for_the_same_style_makes_nothing(film: Path) -> None:
    shutil.move(film.parent / "styles" / "own.yaml", film.parent / "styles" / "mine.yaml")
    edit(film, "style: own", "style: mine")
    assert planned(film) == {}


def test_another_name_for_the_film_moves_it_and_makes_nothing(film: Path) -> None:
    edit(film, "name: small", "name: large")
    assert planned(film) == {}
    assert events_of(film)["restored"] == [FILM]
    folder = film.parent / "build"
    assert (folder / "large.mp4").read_bytes() == (folder / "small.mp4").read_bytes()


class TestCode:
    """The code that makes a step is content too; a copy of the program stands in for an edited one."""

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        return copy_tree(tmp_path / "tree")

    def test_the_same_program_elsewhere_makes_nothing(self, tree: Path, film: Path) -> None:
        assert stale_in(tree, film) == []

    def test_a_literal_in_a_motif_makes_its_scenes_their_transitions_and_the_film(self, tree: Path, film: Path) -> None:
        motifs = motifs_of(film)
        assert set(motifs.values()) == {"road", "sea"}
        change_literal(tree / "beatforge" / "picture" / "motifs" / "sea.py")
        scenes = [name for name, motif in motifs.items() if motif == "sea"]
        joins = [name for name in (MORPH, CROSSFADE) if any(s.removeprefix("scene/") in name for s in scenes)]
        assert sorted(stale_in(tree, film)) == sorted([*scenes, *joins, *JUDGING, FILM])
        assert scenes and len(scenes) < len(motifs)

    @pytest.mark.parametrize(
        "module, stale",
        [
            ("picture/media/neon.py", [*PICTURES, *JUDGING, FILM]),
            ("picture/media/wash.py", []),
            ("deliver/video.py", [*PICTURES, *JUDGING, FILM]),
            ("deliver/audio.py", ["mix", "gate/av_drift", "gate/silence", "gate/loudness", FILM]),
            ("deliver/gates/silence.py", ["gate/silence", FILM]),
            ("deliver/assemble.py", [FILM]),
            ("deliver/sheet.py", []),
            ("cli/plan.py", []),
            ("graph/trace.py", []),
        ],
    )
    def test_a_literal_in_a_module_makes_what_it_takes_part_in(
        self, tree: Path, film: Path, module: str, stale: list[str]
    ) -> None:
        change_literal(tree / "beatforge" / module)
        assert in_order(stale_in(tree, film)) == in_order(stale)

    def test_a_literal_in_listening_makes_the_analysis(self, tree: Path, film: Path) -> None:
        change_literal(tree / "beatforge" / "song" / "tempo.py")
        assert stale_in(tree, film)[0] == "analysis"

    def test_comments_docstrings_and_line_ends_anywhere_make_nothing(self, tree: Path, film: Path) -> None:
        for path in modules_in(tree):
            change_comments(path)
        assert stale_in(tree, film) == []

    def test_a_comment_in_config_makes_nothing(self, tree: Path, film: Path) -> None:
        for path in (tree / "config").rglob("*.yaml"):
            path.write_text("# a remark\n" + path.read_text() + "\n# another\n")
        assert stale_in(tree, film) == []

    def test_a_new_motif_and_a_new_style_beside_the_others_make_nothing(self, tree: Path, film: Path) -> None:
        shutil.copy(tree / "beatforge/picture/motifs/sea.py", tree / "beatforge/picture/motifs/lake.py")
        (tree / "config/styles/quiet.yaml").write_text("base: synthwave\nmotifs: [lake]\n")
        assert stale_in(tree, film) == []

    def test_another_tree_does_not_believe_what_this_one_remembers(self, tree: Path, film: Path) -> None:
        """The short way out of a build rests on the files of the program that built."""
        assert run("build", str(film)).returncode == 0
        assert run("build", str(film)).stdout.startswith("nothing to make")
        change_literal(tree / "beatforge" / "deliver" / "assemble.py")
        assert '"made", "target": "film/youtube"' in run("build", str(film), "--log", "json", tree=tree).stdout


def test_every_library_that_a_step_uses_is_in_its_key(film: Path) -> None:
    """Its version is, by the imports of the step's own code; but for those that only say where something lies."""
    called = {"cv2": "opencv-python-headless", "PIL": "pillow"}  # as an installer calls them
    edit(film, "outro: {transition: cut}", "outro: {chain: true}")
    with Session.open(film) as session:
        targets = session.targets()
    index = CodeIndex()
    for target in {target.step: target for target in targets}.values():
        used = {name.partition(".")[0] for module in index.modules(target.roots) for name in _imports_of(module)}
        foreign = used - set(sys.stdlib_module_names) - {"beatforge", "platformdirs", "imageio_ffmpeg"}
        assert {called.get(name, name) for name in foreign} == set(target.packages), target.step


def _imports_of(module: str) -> set[str]:
    """What a module of ours imports, what types alone need left out."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.origin:
        return set()
    return {name for name in read_module(Path(spec.origin), module).imports if name}


def test_names_of_targets_in_this_file_are_those_of_the_film(film: Path) -> None:
    shutil.rmtree(film.parent / ".beatforge")
    with_other_seed = edit(film, "seed: 3\n", "seed: 4\n")
    assert {*planned(with_other_seed, judging=True), "analysis", "mix", VERSE, INTRO} == {*TARGETS}
