"""The song library: listened to once, kept by content, safe under kills, its index never more than a copy."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from beatforge.errors import ToolError, UsageError
from beatforge.mashup.compatibility import Weights, compatibility
from beatforge.mashup.library.adding import Result, add_songs, songs_in
from beatforge.mashup.library.embedding import SIZE, match_vector, vector_of
from beatforge.mashup.library.finding import find_songs, parse_query
from beatforge.mashup.library.hear import hear_step
from beatforge.mashup.library.index import nearest, settle
from beatforge.mashup.library.matching import find_entry, find_matches
from beatforge.mashup.library.shelf import Shelf
from beatforge.mashup.vocabulary import count_words
from tests.mashup.entries import at, put_synthetic, synthetic_entry
from tests.sounds import write_song

Add = Callable[..., dict[str, list[Result]]]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library")


@pytest.fixture(scope="module")
def tunes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three songs of six seconds; the second has words beside it and tags inside."""
    folder = tmp_path_factory.mktemp("tunes")
    for number, bpm in enumerate((120, 100, 140)):
        write_song(folder / f"{number:02} tune.wav", 6, bpm, seed=number)
    with soundfile.SoundFile(folder / "01 tune.wav") as song:
        sound, rate = song.read(), song.samplerate
    with soundfile.SoundFile(folder / "01 tune.flac", "w", rate, 1) as song:
        song.title, song.artist, song.genre = "Northern Star", "Nobody", "Folk"
        song.write(sound)
    (folder / "01 tune.wav").unlink()
    (folder / "01 tune.lrc").write_text("[00:01.00]over the silver mountain\n[00:03.00]under the star\n")
    return folder


@pytest.fixture
def add(shelf: Shelf) -> Add:
    """add(paths...) listens in this process; results by outcome, and what was listened to under "heard"."""

    def add(*paths: Path, again: bool = False) -> dict[str, list[Result]]:
        heard: list[Path] = []

        def hear(song: Path, lyrics: Path | None, out: Path) -> None:
            heard.append(song)
            inputs = [song, lyrics] if lyrics else [song]
            hear_step({"name": song.stem}, inputs, out, lambda done, total: None)

        seen: dict[str, list[Result]] = {}
        for result in add_songs(shelf, songs_in(paths), hear, lambda: None, 1, again):
            seen.setdefault(result.outcome, []).append(result)
        seen["heard"] = [Result(path, "heard") for path in heard]
        return seen

    return add


def counts(seen: dict[str, list[Result]]) -> dict[str, int]:
    return {outcome: len(results) for outcome, results in seen.items() if results}


def test_a_song_is_listened_to_once(add: Add, shelf: Shelf, tunes: Path) -> None:
    assert counts(add(tunes)) == {"added": 3, "heard": 3}
    assert counts(add(tunes)) == {"unchanged": 3}
    by_name = {entry.name: entry for entry in shelf.entries().values()}
    star = by_name["Northern Star"]
    assert set(by_name) == {"Northern Star", "tune"} and len(shelf.digests()) == 3
    assert (star.tags.artist, star.tags.genre) == ("Nobody", "Folk")
    assert {"silver", "mountain", "star", "folk"} <= {word for word, _ in star.profile.words}
    assert star.profile.key and star.profile.tempo_bpm and len(star.profile.timbre) == 30
    analysis = shelf.analysis(star.digest)
    assert (analysis.duration, analysis.lyrics) == (star.duration_s, None)
    assert counts(add(tunes / "00 tune.wav", again=True)) == {"again": 1, "heard": 1}


def test_files_are_known_by_content(add: Add, shelf: Shelf, tunes: Path, tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    shutil.copytree(tunes, folder)
    first = folder / "00 tune.wav"
    shutil.copy(first, folder / "twin.wav")
    assert counts(add(folder)) == {"added": 3, "moved": 1, "heard": 3}  # the twin is the same song in two places
    shutil.move(folder / "02 tune.wav", folder / "renamed.wav")
    assert counts(add(folder)) == {"unchanged": 3, "moved": 1}
    assert len(shelf.digests()) == 3
    moved = next(entry for entry in shelf.entries().values() if entry.path == folder / "renamed.wav")
    assert [Path(place.path).name for place in moved.places] == ["renamed.wav"]
    os.utime(first, ns=(1, 1))
    assert counts(add(first)) == {"moved": 1}  # another time, the same bytes


def test_other_bytes_under_a_name_are_another_song(add: Add, shelf: Shelf, tmp_path: Path) -> None:
    path = write_song(tmp_path / "song.wav", 4, 120)
    before = add(path)["added"][0].entry
    write_song(path, 5, 100)
    after = add(path)["added"][0].entry
    assert before and after and set(shelf.entries()) == {after.digest} != {before.digest}
    settle(shelf)
    assert nearest(shelf, vector_of(before), 5) == [after.digest]


def test_words_that_change_beside_a_song_are_read_without_listening(add: Add, shelf: Shelf, tmp_path: Path) -> None:
    path = write_song(tmp_path / "song.wav", 4)
    add(path)
    (tmp_path / "song.txt").write_text("a crow above the harbour\n")
    seen = add(path)
    assert counts(seen) == {"words": 1}
    assert [each.words for each in find_songs(shelf, parse_query("harbour crow"), 5)] == [("crow", "harbour")]
    (tmp_path / "song.txt").unlink()
    assert counts(add(path)) == {"words": 1} and not find_songs(shelf, parse_query("harbour"), 5)


def test_two_copies_with_words_of_their_own_do_not_take_turns(add: Add, tmp_path: Path) -> None:
    one = write_song(tmp_path / "one.wav", 3)
    shutil.copy(one, tmp_path / "two.wav")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"the words of {name}\n")
    assert counts(add(tmp_path)) == {"added": 1, "moved": 1, "heard": 1}
    assert counts(add(tmp_path)) == counts(add(tmp_path)) == {"unchanged": 2}


def test_what_cannot_be_read_is_refused_and_the_rest_added(add: Add, tunes: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.mp3").write_bytes(b"no sound at all" * 100)
    shutil.copy(tunes / "00 tune.wav", tmp_path)
    (tmp_path / "00 tune.lrc").write_text("[99:xx]nothing\n[00:01.00")
    seen = add(tmp_path)
    assert counts(seen)["refused"] == counts(seen)["added"] == 1
    assert seen["refused"][0].note.startswith("cannot be decoded") and "lyrics are left out" in seen["added"][0].note
    with pytest.raises(UsageError, match="no song by its name"):
        add(tmp_path / "00 tune.lrc")
    with pytest.raises(UsageError, match="there is no file or folder"):
        add(tmp_path / "nowhere")


def test_stopping_keeps_what_was_added(shelf: Shelf, tunes: Path) -> None:
    def hear(song: Path, lyrics: Path | None, out: Path) -> None:
        hear_step({"name": song.stem}, [song], out, lambda done, total: None)

    cancelled = []
    results = add_songs(shelf, songs_in([tunes]), hear, lambda: cancelled.append(True), 1)
    kept = next(results).entry
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)
    assert kept and cancelled and kept.digest in shelf.digests()
    assert not list((shelf.root / "scratch").iterdir())


def test_adding_survives_a_kill_at_any_moment_and_doubles_nothing(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    songs = [write_song(tmp_path / "songs" / f"{n}.wav", 3, 100 + 5 * n, seed=n) for n in range(4)]
    command = [sys.executable, "-m", "beatforge", "library", "add", str(tmp_path / "songs"), "-j", "1"]
    environment = {**os.environ, "BEATFORGE_LIBRARY": str(shelf.root)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    while process.poll() is None and len(shelf.digests()) < 2:
        time.sleep(0.005)
    process.kill()
    process.wait()
    kept = shelf.digests()
    assert 2 <= len(kept) < len(songs) and all(shelf.entry(digest) and shelf.analysis(digest) for digest in kept)
    done = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in done]  # two at once finish it
    assert all(process.returncode == 0 for process in done), said
    assert len(shelf.entries()) == len(songs) and kept <= shelf.digests()
    assert not shelf.pending() and not list((shelf.root / "scratch").iterdir())
    assert all(nearest(shelf, vector_of(entry), 1) == [digest] for digest, entry in shelf.entries().items())


def test_two_commands_at_once_listen_to_each_song_once(shelf: Shelf, tunes: Path) -> None:
    heard: list[str] = []
    others: list[Result] = []
    second_listens = threading.Event()

    def hear_as(name: str) -> Callable[[Path, Path | None, Path], None]:
        def hear(song: Path, lyrics: Path | None, out: Path) -> None:
            if name == "first" and not second.is_alive():
                second.start()
                assert second_listens.wait(60)
            heard.append(song.name)
            hear_step({"name": song.stem}, [song], out, lambda done, total: None)
            second_listens.set()

        return hear

    def run_second() -> None:
        others.extend(add_songs(shelf, songs_in([tunes]), hear_as("second"), lambda: None, 1))

    second = threading.Thread(target=run_second)
    firsts = list(add_songs(shelf, songs_in([tunes]), hear_as("first"), lambda: None, 1))
    second.join(60)
    assert len(heard) == len(set(heard)) == len(shelf.entries()) == len(firsts) == len(others) == 3
    assert {result.outcome for result in (*firsts, *others)} == {"added", "unchanged"}
    assert not list((shelf.root / "claims").iterdir())


def test_a_song_that_another_command_gave_up_is_listened_to_here(add: Add, shelf: Shelf, tmp_path: Path) -> None:
    song = write_song(tmp_path / "song.wav", 3, 120)
    with shelf.lock():
        pass
    let_go = shelf.claim(hashlib.sha256(song.read_bytes()).hexdigest())
    assert let_go
    threading.Timer(0.3, let_go).start()
    assert counts(add(song))["added"] == 1


def test_a_song_that_was_not_copied_whole_is_added_and_says_so(add: Add, tmp_path: Path) -> None:
    song = write_song(tmp_path / "song.wav", 6, 120)
    song.write_bytes(song.read_bytes()[: song.stat().st_size // 2])
    assert "before its header says" in add(song)["added"][0].note


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such pipes")
def test_a_pipe_among_songs_is_refused_and_waited_for_by_nobody(add: Add, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ogg")
    assert add(tmp_path)["refused"][0].note == "is no plain file"


SETTLE = "import sys; from pathlib import Path; from beatforge.mashup.library import index, shelf; "
SETTLE += "index.settle(shelf.Shelf(Path(sys.argv[1])))"


def test_the_index_is_whole_after_a_kill_in_the_middle_of_writing_it(shelf: Shelf) -> None:
    entries = put_synthetic(shelf, 450)
    process = subprocess.Popen([sys.executable, "-c", SETTLE, str(shelf.root)])
    while process.poll() is None and len(shelf.pending()) > 250:
        time.sleep(0.001)
    process.kill()
    process.wait()
    assert 0 < len(shelf.pending()) < 450  # some of it was written, and not all
    found = [nearest(shelf, vector_of(entry), 1) for entry in entries[::60]]
    assert found == [[entry.digest] for entry in entries[::60]]
    assert not shelf.pending()


@pytest.mark.parametrize("damage", ["gone", "cut", "garbage", "emptied"])
def test_a_damaged_index_is_made_again(shelf: Shelf, damage: str) -> None:
    entry = put_synthetic(shelf, 12)[5]
    settle(shelf)
    database = shelf.index / "chroma.sqlite3"
    match damage:
        case "gone":
            shutil.rmtree(shelf.index)
        case "cut":
            database.write_bytes(database.read_bytes()[:5000])
        case "garbage":
            database.write_bytes(b"no database" * 1000)
        case "emptied":
            database.unlink()
    assert nearest(shelf, vector_of(entry), 1) == [entry.digest]


def test_settings_that_lie_about_do_not_reach_the_index(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nALLOW_RESET=maybe\nSECRET=1\n")
    monkeypatch.chdir(tmp_path)
    entry = put_synthetic(shelf, 3)[0]
    assert nearest(shelf, vector_of(entry), 1) == [entry.digest]


def test_a_song_that_is_removed_is_found_no_more(shelf: Shelf) -> None:
    gone, *rest = put_synthetic(shelf, 4)
    settle(shelf)
    with shelf.lock():
        shelf.remove(gone.digest)
    assert set(nearest(shelf, vector_of(gone), 9)) == {entry.digest for entry in rest}


def test_a_half_written_entry_is_no_song(shelf: Shelf) -> None:
    one, other = put_synthetic(shelf, 2)
    (shelf.root / "songs" / f"{one.digest}.json").write_text('{"digest": "')
    assert set(shelf.entries()) == {other.digest}
    assert nearest(shelf, vector_of(one), 5) == [other.digest]


def test_words_and_conditions_find_songs(shelf: Shelf) -> None:
    entries = put_synthetic(shelf, 300)
    wanted = next(each for each in entries if "slow" in each.sound and dict(each.profile.words).get("love"))
    found = find_songs(shelf, parse_query("slow love"), 300)
    assert wanted.digest in {each.entry.digest for each in found}
    assert all(set(each.words) == {"slow", "love"} for each in found if each.score >= found[0].score - 0.1)
    narrow = find_songs(shelf, parse_query("bpm:100-110 key:~8A genre:rock"), 300)
    expected = {
        e.digest for e in entries
        if 100 <= e.profile.tempo_bpm <= 110 and e.profile.genre == "rock"
        and e.profile.key in ("A minor", "E minor", "D minor", "C major", "G major", "F major")
    }  # fmt: skip
    assert {each.entry.digest for each in narrow} == expected and expected
    exact = find_songs(shelf, parse_query(f'title:"{wanted.tags.title}" artist:"{wanted.tags.artist}"'), 300)
    assert [each.entry.digest for each in exact] == [wanted.digest]
    assert find_songs(shelf, parse_query("zebra"), 9) == []
    many = count_words([" ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300)), "zebra"])
    with shelf.lock():
        shelf.put(replace(wanted, profile=replace(wanted.profile, words=many)))
    assert [each.entry.digest for each in find_songs(shelf, parse_query("Zebra unheard"), 9)] == [wanted.digest]


@pytest.mark.parametrize(
    "query, said",
    [
        ("bpm:fast", "write it like bpm:120-128"),
        ("key:H", "is no key"),
        ("temp:120", 'no condition "temp:"'),
        ("artists:x", 'did you mean "artist"?'),
        ("genre:", "wants a value"),
        ("and the", "could be said of every song"),
    ],
)
def test_a_condition_that_cannot_be_says_what_can(query: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_query(query)
    assert said in str(caught.value)


def test_the_shortlist_has_the_songs_that_match_best(shelf: Shelf) -> None:
    entries = put_synthetic(shelf, 400)
    settle(shelf)
    for entry in entries[:3]:
        found = [each.entry.digest for each in find_matches(shelf, entry, Weights(), ("voice",))]
        scores = {e.digest: compatibility(entry.profile, e.profile).score for e in entries if e is not entry}
        best = sorted(scores, key=lambda digest: -scores[digest])[:5]
        assert found[:5] == best


def test_an_index_without_words_or_timbre_still_has_a_place_for_every_song() -> None:
    entry = synthetic_entry(1)
    bare = replace(entry, profile=replace(entry.profile, words=(), timbre=(), key="", tempo_bpm=0.0), sound=())
    assert len(vector_of(bare)) == len(match_vector(bare, Weights())) == SIZE


def test_a_song_is_named_in_any_way_that_is_not_ambiguous(shelf: Shelf, tmp_path: Path) -> None:
    one, other, *_ = put_synthetic(shelf, 4)
    file = tmp_path / "Some Song.mp3"
    file.write_bytes(b"1")
    shelf.put(at(replace(other, tags=replace(other.tags, title=one.tags.title)), file))
    for name in (str(file), "some song.mp3", "Some Song", other.digest[:8]):
        assert find_entry(shelf, name).digest == other.digest
    with pytest.raises(UsageError, match="is the name of 2 songs"):
        find_entry(shelf, one.tags.title)
    with pytest.raises(UsageError, match="did you mean"):
        find_entry(shelf, synthetic_entry(3).tags.title[:-1] + "x")


def test_a_library_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ToolError, match="BEATFORGE_LIBRARY"), Shelf(tmp_path / "file" / "library").lock():
        pass


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have no such names")
def test_a_file_whose_name_is_no_text_is_refused(add: Add, tmp_path: Path) -> None:
    write_song(tmp_path / "song.wav", 1).rename(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.wav"))
    assert "not UTF-8" in add(tmp_path)["refused"][0].note
