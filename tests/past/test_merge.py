"""Two branches that edit different scenes merge; a conflict only where both edited the same key of the same scene."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from beatforge.past.lock import lock_lines, written_lock
from beatforge.past.merge import MergedFile, merge_files
from beatforge.past.values import plain
from beatforge.project.edit import edited
from beatforge.project.nodes import parse_source
from tests.past.repositories import git, repository, save
from tests.past.versions import Edits, random_edits, random_tree, with_edits, written
from tests.projects import run

PAIRS = 3000 if os.environ.get("BEATFORGE_FULL") else 24

BASE = """\
version: 1
name: small          # the name
song:
  file: song.wav
  pins:
    sections:
      - {at: 0, kind: intro}
      - {at: 0:08, kind: verse}    # the singing
      - {at: 12, kind: outro}

scenes:              # what is different
  verse: {transition: morph}
  verse-1.01: {seed: 41, prompt: the sea at night}  # seen twice
  # chorus: {palette: dawn}

outputs:
  - {platform: youtube}
"""


def merged(ours: str, theirs: str, base: str = BASE) -> tuple[str, MergedFile]:
    data, told = merge_files(base.encode(), ours.encode(), theirs.encode(), "project.yaml")
    return data.decode(), told


def replaced(*pairs: tuple[str, str]) -> str:
    """The base with pieces of its text replaced."""
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("part", range(4))
def test_random_pairs_conflict_only_where_both_edited_the_same_key(part: int) -> None:
    for seed in range(part, PAIRS, 4):
        check_pair(random.Random(seed))


def check_pair(rng: random.Random) -> None:
    """One random file, edited twice at random and merged."""
    tree = random_tree(rng)
    base, one, two = written(tree, rng), random_edits(tree, rng), random_edits(tree, rng)
    ours, theirs = edited_by(base, tree, one), edited_by(base, tree, two)
    text, told = merged(ours, theirs, base)
    assert told.how == "keys"
    assert {*told.conflicts} == {".".join(path) for path in both_changed(tree, one, two)}
    if told.conflicts:
        assert text.count("<<<<<<< ours") == text.count(">>>>>>> theirs") > 0
        return
    assert value_of(text) == with_edits(with_edits(tree, changed(tree, two)), changed(tree, one))
    comments = [Counter(re.findall("#.*", side)) for side in (text, ours, theirs)]
    assert not (comments[1] & comments[2]) - comments[0], "a comment that both sides have was lost"
    assert not comments[0] - (comments[1] | comments[2]), "a comment stands there twice"


def edited_by(text: str, tree: dict[str, object], edits: Edits) -> str:
    """The text after the edits, each made as `scene set` makes it; the value taken out is taken out with its scene."""
    for path, value in edits.items():
        if value is None:
            tree = with_edits(tree, {path: None})
            home: object = tree
            for part in path[:-1]:
                home = home[part]  # type: ignore[index]  # a dict
            text = edited(parse_source(text.encode(), ""), path[:-1], home)
        else:
            tree = with_edits(tree, {path: value})
            text = edited(parse_source(text.encode(), ""), path, value)
    assert value_of(text) == tree
    return text


def changed(tree: dict[str, object], edits: Edits) -> Edits:
    """The edits that say something else than the tree."""
    return {path: value for path, value in edits.items() if with_edits(tree, {path: value}) != with_edits(tree, {})}


def both_changed(tree: dict[str, object], one: Edits, two: Edits) -> set[tuple[str, ...]]:
    """Paths that both sides changed, to different values."""
    return {p for p, value in changed(tree, one).items() if changed(tree, two).get(p, value) != value}


def value_of(text: str) -> object:
    source = parse_source(text.encode(), "")
    assert not source.problems
    return plain(source.root)


def squeezed(text: str) -> str:
    """The text without the columns that comments are lined up in."""
    return re.sub(" +#", " #", text)


def test_neighbouring_lines_and_one_line_merge_with_all_comments() -> None:
    ours = replaced(("seed: 41", "seed: 42"), ("# the name", "# its name"))
    theirs = replaced(
        ("the sea at night", "rain"), ("transition: morph", "transition: cut"), ("name: small", "name: big")
    )
    text, told = merged(ours, theirs)
    assert not told.conflicts
    expected = replaced(
        ("name: small          # the name", "name: big          # its name"),
        ("seed: 41, prompt: the sea at night", "seed: 42, prompt: rain"),
        ("transition: morph", "transition: cut"),
    )
    assert squeezed(text) == squeezed(expected)


def test_two_scenes_added_at_the_same_place_both_stand_there() -> None:
    end = "  # chorus: {palette: dawn}\n"
    ours = replaced((end, end + "  chorus-1.01: {seed: 1}  # first\n"))
    theirs = replaced((end, end + "  # theirs\n  outro: {seed: 2}\n"))
    text, told = merged(ours, theirs)
    assert not told.conflicts
    assert text == replaced((end, end + "  chorus-1.01: {seed: 1}  # first\n  # theirs\n  outro: {seed: 2}\n"))


def test_the_same_key_of_the_same_scene_is_a_conflict_that_shows_only_itself() -> None:
    ours = replaced(("seed: 41", "seed: 42"), ("name: small", "name: ours"))
    theirs = replaced(("seed: 41, prompt: the sea at night", "seed: 43, prompt: rain"))
    text, told = merged(ours, theirs)
    assert told.conflicts == ("scenes.verse-1.01.seed",)
    whole = "  verse-1.01: {seed: 41, prompt: the sea at night}  # seen twice\n"
    before, after = replaced(("name: small", "name: ours")).split(whole)
    line = "  verse-1.01: {seed: %d, prompt: rain}  # seen twice\n"
    expected = f"{before}<<<<<<< ours\n{line % 42}=======\n{line % 43}>>>>>>> theirs\n{after}"
    assert squeezed(text) == squeezed(expected)


def test_the_same_edit_on_both_sides_is_none() -> None:
    both = replaced(("seed: 41", "seed: 42"))
    assert merged(both, both) == (both, MergedFile(both, (), "keys"))


def test_a_scene_taken_away_here_and_edited_there_is_a_conflict() -> None:
    gone = replaced(("  verse-1.01: {seed: 41, prompt: the sea at night}  # seen twice\n", ""))
    text, told = merged(gone, replaced(("seed: 41", "seed: 42")))
    assert told.conflicts == ("scenes.verse-1.01.seed",) and "seed: 42" in text
    text, told = merged(gone, replaced(("transition: morph", "transition: cut")))
    assert not told.conflicts and "verse-1.01" not in text


def test_outputs_and_pins_merge_item_by_item_and_pins_stay_in_the_order_of_the_song() -> None:
    outro, verse = "      - {at: 12, kind: outro}", "      - {at: 0:08"
    ours = replaced((outro, f"      - {{at: 10, kind: chorus}}  # new\n{outro}"),
                    ("  - {platform: youtube}\n", "  - {platform: youtube}\n  - {platform: tiktok}\n"))  # fmt: skip
    theirs = replaced((verse, f"      - {{at: 4, kind: break}}\n{verse}"), ("kind: outro", "kind: bridge"),
                      ("  - {platform: youtube}\n", "  - {platform: youtube}\n  - {platform: vimeo}\n"))  # fmt: skip
    text, told = merged(ours, theirs)
    assert not told.conflicts
    tree = parse_source(text.encode(), "").root
    assert [item["at"] for item in plain(tree)["song"]["pins"]["sections"]] == ["0", "4", "0:08", "10", "12"]
    assert "kind: chorus}  # new\n      - {at: 12, kind: bridge}" in text and "# the singing" in text
    assert {item["platform"] for item in plain(tree)["outputs"]} == {"youtube", "tiktok", "vimeo"}
    assert plain(tree)["outputs"][0] == {"platform": "youtube"}


def test_the_same_pin_moved_both_ways_is_a_conflict() -> None:
    _, told = merged(replaced(("kind: outro", "kind: bridge")), replaced(("kind: outro", "kind: drop")))
    assert len(told.conflicts) == 1 and told.conflicts[0].startswith("song.pins.sections")


def test_windows_line_ends_and_the_byte_order_mark_of_ours_stay() -> None:
    ours = b"\xef\xbb\xbf" + replaced(("seed: 41", "seed: 42")).replace("\n", "\r\n").encode()
    data, told = merge_files(BASE.encode(), ours, replaced(("name: small", "name: big")).encode(), "project.yaml")
    assert not told.conflicts
    expected = replaced(("seed: 41", "seed: 42"), ("name: small", "name: big")).replace("\n", "\r\n").encode()
    assert data == b"\xef\xbb\xbf" + expected


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ("a: &x {k: 1}\nb: *x\nc: 1\n", "a: &x {k: 1}\nb: *x\nc: 2\n", "a: &x {k: 1}\nb: *x\nc: 1\nd: 3\n",
         {"a": {"k": "1"}, "b": {"k": "1"}, "c": "2", "d": "3"}),
        ("{a: 1, b: 2}\n", "{a: 1, b: 3}\n", "{a: 2, b: 2}\n", {"a": "2", "b": "3"}),
        ("t: >\n  one\n  # two\n\nb: 1\n", "t: >\n  one\n  # two\n\nb: 2\n", "t: >\n  one\n  # three\n\nb: 1\n",
         {"t": "one # three", "b": "2"}),
        ("scenes:\n", "scenes:\n  a: {seed: 1}\n", "scenes:\n  b: {seed: 2}\n",
         {"scenes": {"a": {"seed": "1"}, "b": {"seed": "2"}}}),
        ("a: 1", "a: 1\nb: 2", "a: 1\nc: 2", {"a": "1", "b": "2", "c": "2"}),
        ("", "a: 1\n", "b: 1\n", {"a": "1", "b": "1"}),
    ],
    ids=["aliases", "all in flow style", "block text with a hash", "nothing below", "no line end", "empty"],
)  # fmt: skip
def test_unusual_layouts_merge_too(base: str, ours: str, theirs: str, both: object) -> None:
    text, told = merged(ours, theirs, base)
    assert not told.conflicts and told.how == "keys"
    assert value_of(text) == both


@pytest.mark.parametrize("broken", ["a: [1\n", "a: 1\na: 2\n", "<<<<<<< x\n", "- 1\n", "a: \xff\n"])
def test_what_is_no_project_is_merged_by_lines_as_git_does(broken: str) -> None:
    data = broken.encode("latin-1")
    text, told = merge_files(b"# one\n" + data, b"# two\n" + data, b"# one\n" + data + b"# end\n", "project.yaml")
    assert told.how == "lines" and text == b"# two\n" + data + b"# end\n"
    text, told = merge_files(b"x\n" + data, b"y\n" + data, b"z\n" + data, "project.yaml")
    assert told.conflicts and text.startswith(b"<<<<<<< ours\ny\n=======\nz\n>>>>>>> theirs\n")


def test_locks_merge_scene_by_scene_and_never_conflict() -> None:
    """What both sides changed has to be understood anew anyway: the next build writes it."""

    def lock(**lines: int) -> bytes:
        return written_lock({name: f"  {name}: {{basis: {n}}}" for name, n in lines.items()}).encode()

    base, ours = lock(a=1, b=1, c=1, d=1), lock(a=2, b=1, d=2, n=1)
    theirs = lock(a=1, b=3, c=1, d=3, m=1)
    data, told = merge_files(base, ours, theirs, "beatforge.lock")
    assert not told.conflicts
    assert lock_lines(data.decode()) == lock_lines(lock(a=2, b=3, d=2, m=1, n=1).decode())
    newer = [text.replace(b"version: 1", b"version: 2") for text in (base, ours, theirs)]
    assert merge_files(*newer, "beatforge.lock")[1].how == "lines"  # type: ignore[arg-type]  # three


def test_git_merges_by_key_once_it_is_set_up_and_by_lines_after_undo(tmp_path: Path) -> None:
    """Same-place additions and neighbouring lines: git alone gives up, with the driver it does not."""
    top = repository(tmp_path / "repo with a space")
    film = top / "films" / "one"
    film.mkdir(parents=True)
    (film / "project.yaml").write_text(BASE)
    save(top, "base")
    told = run("git-setup", str(film))
    assert told.returncode == 0, told.stderr
    assert "merge.beatforge.driver = " in told.stdout and ".gitattributes: project.yaml merge=beatforge" in told.stdout
    assert run("git-setup", str(film)).stdout == "nothing to change\n"
    save(top, "attributes")
    end = "  # chorus: {palette: dawn}\n"
    branches = {
        "one": replaced(("seed: 41", "seed: 42"), (end, end + "  chorus: {seed: 1}\n")),
        "two": replaced(("transition: morph", "transition: cut"), (end, end + "  outro: {seed: 2}\n")),
        "three": replaced(("seed: 41", "seed: 43")),
    }
    for branch, text in branches.items():
        git(top, "checkout", "-q", "-b", branch, "main")
        (film / "project.yaml").write_text(text)
        save(top, branch)
    git(top, "checkout", "-q", "one")
    git(top, "merge", "-q", "-m", "both", "two")
    assert (film / "project.yaml").read_text() == replaced(
        ("seed: 41", "seed: 42"), ("transition: morph", "transition: cut"),
        (end, end + "  chorus: {seed: 1}\n  outro: {seed: 2}\n"),
    )  # fmt: skip
    said = git(top, "merge", "three", check=False)
    assert "CONFLICT" in said and "<<<<<<< ours" in (film / "project.yaml").read_text()
    git(top, "merge", "--abort")
    git(top, "reset", "-q", "--hard", "one~1")
    assert "merge.beatforge is gone" in run("git-setup", str(film), "--undo").stdout
    assert run("git-setup", str(film), "--undo").stdout == "nothing to change\n"
    assert "CONFLICT" in git(top, "merge", "two", check=False)


def test_git_setup_outside_a_repository_says_so(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(BASE)
    done = run("git-setup", str(tmp_path))
    assert done.returncode == 4 and "is in no git repository; `git init` makes one" in done.stderr


def test_merge_file_writes_ours_and_names_the_keys_in_conflict(tmp_path: Path) -> None:
    for name, text in (
        ("b", BASE),
        ("o", replaced(("seed: 41", "seed: 42"))),
        ("t", replaced(("seed: 41", "seed: 43"))),
    ):
        (tmp_path / name).write_text(text)
    done = run("merge-file", "b", "o", "t", "project.yaml", "--marker-size", "9", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "beatforge: project.yaml: both sides changed scenes.verse-1.01.seed\n"
    assert "<<<<<<<<< ours\n" in (tmp_path / "o").read_text()
    done = run("merge-file", "b", "missing", "t", cwd=tmp_path)
    assert done.returncode == 2 and "missing: no such file" in done.stderr


def test_new_inside_a_repository_tells_about_it(tmp_path: Path) -> None:
    assert "git-setup" not in run("new", str(tmp_path / "alone")).stdout
    repository(tmp_path / "repo")
    assert f"beatforge git-setup {tmp_path / 'repo' / 'film'}" in run("new", str(tmp_path / "repo" / "film")).stdout
    attributes = (tmp_path / "repo" / "film" / ".gitattributes").read_text()
    assert "project.yaml merge=beatforge" in attributes and "beatforge.lock merge=beatforge" in attributes
