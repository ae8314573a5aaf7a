"""Law 16: a project reads inside its folder and what the user allowed; it can't allow itself anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beatforge.cli.main import main
from beatforge.cli.session import Session
from beatforge.cli.settings import read_settings, settings_path
from beatforge.errors import ProjectError
from beatforge.project.load import load_project
from tests.cli.test_watch import watching
from tests.projects import PROJECT, STYLE, build, edit, make_project, planned, run
from tests.sounds import write_song


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    """A folder beside the project."""
    (tmp_path / "songs").mkdir()
    return tmp_path / "songs"


def say(*args: object) -> int:
    return main([str(arg) for arg in args])


def refusal(file: Path) -> str:
    """What is said about a project that reads too far."""
    with pytest.raises(ProjectError) as caught, Session.open(file):
        pass
    assert [problem.code for problem in caught.value.problems] == ["BF051"]
    return str(caught.value)


class TestSongs:
    @pytest.mark.parametrize("how", ["../songs/song.wav", "{songs}/song.wav", "~/songs/song.wav", "song.wav"])
    def test_one_outside_is_refused_until_its_folder_is_allowed(
        self, tmp_path: Path, songs: Path, short_song: Path, how: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        name = how.format(songs=songs)
        file = make_project(tmp_path / "film", short_song, PROJECT.replace("song.wav", name))
        (file.parent / "song.wav").rename(songs / "song.wav")
        if how == "song.wav":
            (file.parent / "song.wav").symlink_to(songs / "song.wav")
        told = refusal(file)
        assert f'project.yaml:7:9: BF051 "{name}"' in told and f"beatforge allow {songs}" in told
        assert say("allow", songs) == 0
        with Session.open(file) as session:
            assert session.project.song.file
        assert say("allow", "--remove", songs) == 0
        refusal(file)

    def test_the_same_song_elsewhere_has_the_same_keys(self, film: Path, songs: Path) -> None:
        (film.parent / "song.wav").rename(songs / "other.wav")
        say("allow", songs)
        edit(film, "file: song.wav", f"file: {songs}/other.wav")
        assert planned(film) == {} and build(film) == []
        for record in [*(film.parent / "build").rglob("*.json"), *film.parent.glob("*.lock")]:
            assert str(songs) not in record.read_text(encoding="utf-8")

    def test_what_is_not_there_is_asked_for_inside_only(self, tmp_path: Path, songs: Path, short_song: Path) -> None:
        """No message tells which files there are outside."""
        file = make_project(tmp_path / "film", short_song, PROJECT.replace("song.wav", "../songs/sonk.wav"))
        told = refusal(file)
        shutil.copy(short_song, songs / "sonk.wav")
        assert refusal(file) == told

    def test_a_missing_one_in_an_allowed_folder_names_the_near_one(
        self, tmp_path: Path, songs: Path, short_song: Path
    ) -> None:
        shutil.copy(short_song, songs / "song.wav")
        file = make_project(tmp_path / "film", short_song, PROJECT.replace("song.wav", "../songs/sonk.wav"))
        say("allow", songs)
        with pytest.raises(ProjectError, match=r'there is no file "\.\./songs/sonk\.wav"(.|\n)*"song\.wav"'):
            Session.open(file)

    def test_a_whole_path_into_the_project_itself_is_refused(self, film: Path) -> None:
        edit(film, "file: song.wav", f"file: {film.parent}/song.wav")
        assert "a project that moves keeps its song: song.wav" in refusal(film)

    def test_a_link_in_an_allowed_folder_reaches_no_further(
        self, tmp_path: Path, songs: Path, short_song: Path
    ) -> None:
        shutil.copy(short_song, tmp_path / "far.wav")
        (songs / "near.wav").symlink_to(tmp_path / "far.wav")
        file = make_project(tmp_path / "film", short_song, PROJECT.replace("song.wav", "../songs/near.wav"))
        say("allow", songs)
        assert f"beatforge allow {tmp_path}" in refusal(file)

    def test_a_value_for_one_run_reaches_no_further(self, film: Path, songs: Path, short_song: Path) -> None:
        shutil.copy(short_song, songs / "song.wav")
        done = run("plan", str(film), "--set", "song.file=../songs/song.wav")
        assert done.returncode == 2 and "beatforge allow" in done.stderr


class TestStylesAndProjectFiles:
    def test_a_style_that_is_a_link_out_is_refused(self, film: Path, songs: Path) -> None:
        (songs / "far.yaml").write_text(STYLE)
        (film.parent / "styles" / "far.yaml").symlink_to(songs / "far.yaml")
        assert "styles/far.yaml: BF051 styles/far.yaml is a link out" in refusal(film)
        say("allow", songs)
        assert planned(film) == {}
        assert say("styles", "-C", film) == 0

    def test_a_style_folder_that_is_a_link_out_is_refused_and_not_walked(self, film: Path, songs: Path) -> None:
        shutil.move(film.parent / "styles", songs / "styles")
        (film.parent / "styles").symlink_to(songs / "styles")
        with pytest.raises(ProjectError, match="styles: BF051 styles is a link out of the project folder"):
            Session.open(film)
        say("allow", songs)
        assert planned(film) == {}

    def test_a_project_file_that_is_a_link_out_shows_nothing_of_its_target(self, film: Path, songs: Path) -> None:
        (songs / "secret").write_text("password: hunter2\n")
        film.unlink()
        film.symlink_to(songs / "secret")
        told = refusal(film)
        assert "project.yaml is a link out of its folder" in told and "hunter2" not in told

    def test_setting_a_scene_s_value_reaches_as_far_as_a_build(self, film: Path, songs: Path) -> None:
        (film.parent / "song.wav").rename(songs / "song.wav")
        edit(film, "file: song.wav", "file: ../songs/song.wav")
        say("allow", songs)
        assert say("scene", "-C", film, "set", "verse-1.01", "seed", "42") == 0 and "seed: 42" in film.read_text()


class TestTheFile:
    def test_no_project_key_allows_anything(self, film: Path) -> None:
        for text in ("allow: [/]\n", "settings: {allow: [/]}\n"):
            before = film.read_text()
            film.write_text(before + text)
            with pytest.raises(ProjectError, match="BF010"):
                load_project(film)
            film.write_text(before)

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize(
        "before, added, removed",
        [
            ("# mine\njobs: 2", "# mine\njobs: 2\nallow:\n  - {songs}\n", "# mine\njobs: 2\nallow:\n"),
            ("allow:\n", "allow: [{songs}]\n", "allow: []\n"),
            (
                "# none yet\nallow: # soon\njobs: 2\n",
                "# none yet\nallow: [{songs}] # soon\njobs: 2\n",
                "# none yet\nallow: [] # soon\njobs: 2\n",
            ),
            ("allow: [/usr] # one\n", "allow: [/usr, {songs}] # one\n", "allow: [/usr] # one\n"),
            ("allow: /usr # one\n", "allow: [/usr, {songs}] # one\n", "allow: [/usr] # one\n"),
            (
                "allow:   # list\n    # first\n    - /usr   # usr\n    # last\njobs: 3 # n\n",
                "allow:   # list\n    # first\n    - /usr   # usr\n    - {songs}\n    # last\njobs: 3 # n\n",
                "allow:   # list\n    # first\n    - /usr   # usr\n    # last\njobs: 3 # n\n",
            ),
        ],
    )
    def test_comments_order_and_line_ends_stay(
        self, songs: Path, before: str, added: str, removed: str, newline: str
    ) -> None:
        path = settings_path()
        path.write_bytes(before.replace("\n", newline).encode())
        assert say("allow", songs) == 0
        assert path.read_bytes().decode() == added.format(songs=songs).replace("\n", newline)
        assert read_settings().allow[-1] == songs
        assert say("allow", "--remove", songs) == 0
        assert path.read_bytes().decode() == removed.replace("\n", newline)

    def test_it_is_made_where_there_is_none_and_a_link_stays_a_link(self, songs: Path, tmp_path: Path) -> None:
        real = tmp_path / "dotfiles" / "beatforge.yaml"
        settings_path().symlink_to(real)
        assert say("allow", songs) == 0
        assert settings_path().is_symlink() and str(songs) in real.read_text()
        assert [path.name for path in real.parent.iterdir()] == ["beatforge.yaml"]

    def test_names_are_quoted_where_they_have_to_be(self, tmp_path: Path) -> None:
        for name in ("a: b", "# c", "é ü", "it's", '"quoted"', "😀"):
            (tmp_path / name).mkdir()
            assert say("allow", tmp_path / name) == 0
            assert read_settings().allow[-1] == tmp_path / name

    def test_a_folder_is_listed_once(self, songs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (songs / "live").mkdir()
        (tmp_path / "link").symlink_to(songs)
        for folder in (songs, songs / "live", tmp_path / "link"):
            assert say("allow", folder) == 0
        assert read_settings().allow == (songs,)
        capsys.readouterr()
        assert say("allow", "--list") == 0 and capsys.readouterr().out == f"{songs}\n"

    def test_a_list_that_can_t_be_is_refused(self, songs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        say("allow", songs)
        for args, words in [
            (["allow", songs / "nowhere"], "is no folder"),
            (["allow", "--remove", songs.with_name("sons")], f'did you mean "{songs}"?'),
            (["allow", "--remove", songs / "live"], f"it is part of {songs}"),
            (["allow", "--remove"], "name a folder"),
        ]:
            assert say(*args) == 2 and words in capsys.readouterr().err
        assert read_settings().allow == (songs,)


def test_watch_sees_a_song_saved_in_an_allowed_folder(tmp_path: Path, songs: Path, short_song: Path) -> None:
    file = make_project(tmp_path / "film", short_song)
    (file.parent / "song.wav").rename(songs / "song.wav")
    edit(file, "file: song.wav", "file: ../songs/song.wav")
    with watching(file, "--draft-only") as watch:
        watch.until(lambda lines: watch.count("BF051") == 1)
        say("allow", songs)  # the user's settings are watched too
        watch.until(lambda lines: watch.count("draft:") == 1)
        write_song(songs / "song.wav", 16, seed=1)
        watch.until(lambda lines: watch.count("draft:") == 2)
