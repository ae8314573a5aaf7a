"""Stems by a model: found on the disk without torch, loaded by demucs itself, and the same at every run.

The models are random and tiny; what they part is nonsense, how they do it is real.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from beatforge.errors import ToolError
from beatforge.song.stems import learned
from beatforge.song.stems.learned import learned_step, load_model, separate
from beatforge.song.stems.models import Model, own_model, published_model
from beatforge.song.stems.raw import RawSound
from beatforge.song.stems.stems import FOUR, STEMS, Stems
from tests.parted import as_safetensors, band_with_voice, read_stems, summed, tiny_model, write_parted


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model called tiny."""
    folder = tmp_path_factory.mktemp("models")
    tiny_model(folder)
    return folder


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3 s at half of the model's rate."""
    path = tmp_path_factory.mktemp("parted") / "song.wav"
    write_parted(path, 3.0)
    return path


@pytest.fixture(autouse=True)
def empty_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where models would be downloaded to; nothing is there, and nothing must come."""
    for name in ("HF_HUB_CACHE", "HF_HOME", "TORCH_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return tmp_path / "cache"


def parted_by(model: Model, song: Path, out: Path, stems: tuple[str, ...] = FOUR) -> Path:
    out.mkdir()
    names = [path.name for path in model.files]
    value = {"model": model.name, "files": names, "stems": list(stems), "device": "cpu"}
    learned_step(value, [song, *model.files], out, lambda done, total: None)
    return out


def test_a_model_in_a_folder_is_found_with_all_its_files(repo: Path) -> None:
    model = own_model("tiny", repo)
    assert not model.missing and model.stems == FOUR
    assert [path.name for path in model.files] == ["tiny.yaml", next(repo.glob("5eed-*.th")).name]
    assert [path.suffix for path in own_model("5eed", repo).files] == [".th"]


def test_a_model_that_is_not_in_its_folder_is_told_with_the_file_that_was_expected(repo: Path, tmp_path: Path) -> None:
    assert f"there is no other.th or other.safetensors in {repo}" in own_model("other", repo).missing
    (tmp_path / "half.yaml").write_text("models: ['there', 'gone']\n")
    (tmp_path / "there-0123abcd.th").touch()
    assert "there is no gone.th" in own_model("half", tmp_path).missing


@pytest.mark.parametrize(
    "listed", ["", "models: []\n", "models: ['../there']\n", "models: [/there]\n", "models: [..]\n"]
)
def test_a_bag_that_lists_no_model_of_its_folder_is_told_before_anything_is_made(tmp_path: Path, listed: str) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "there.th").touch()
    (folder / "bag.yaml").write_text(listed)
    found = own_model("bag", folder)
    assert not found.files and "bag.yaml lists no models" in found.missing


def test_a_published_model_that_was_never_fetched_is_told_with_its_file_and_how_to_fetch_it(
    empty_caches: Path,
) -> None:
    model = published_model("htdemucs")
    assert str(empty_caches / "torch" / "hub" / "checkpoints" / "955717e8-8726e21a.th") in model.missing
    assert "python -c \"from demucs.pretrained import get_model; get_model('htdemucs')\"" in model.fetch
    assert "one of" in published_model("htdemux").fetch


def test_a_published_model_is_found_where_torch_or_hugging_face_left_it(empty_caches: Path) -> None:
    left = empty_caches / "torch" / "hub" / "checkpoints" / "955717e8-8726e21a.th"
    left.parent.mkdir(parents=True)
    left.touch()
    assert [path.name for path in published_model("htdemucs").files] == ["htdemucs.yaml", left.name]
    home = empty_caches / "huggingface" / "hub" / "models--adefossez--HTDemucs"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("abc")
    snapshot = home / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "htdemucs.yaml").write_text("models: ['955717e8']\n")
    (snapshot / "955717e8.safetensors").touch()
    assert [path.name for path in published_model("htdemucs").files] == ["htdemucs.yaml", "955717e8.safetensors"]


def test_the_six_stems_of_the_model_that_makes_six_are_known() -> None:
    assert published_model("htdemucs_6s").stems == (*FOUR, "guitar", "piano")


def test_looking_for_a_model_imports_no_torch() -> None:
    code = "import sys; from beatforge.song.stems.models import published_model; published_model('htdemucs')\n"
    done = subprocess.run([sys.executable, "-c", code + "print(*sys.modules)"], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "beatforge.song.stems.models" in loaded
    assert not loaded & {"torch", "demucs", "demucs.api", "numpy"}


def test_a_song_of_one_window_comes_apart_as_demucs_own_separator_parts_it(repo: Path, tmp_path: Path) -> None:
    import torch
    from demucs.api import Separator

    wave = np.random.default_rng(1).standard_normal((2, 4 * 44100)).astype(np.float32) * 0.1 + 0.02
    _, expected = Separator(model="tiny", repo=repo, shifts=0, device="cpu").separate_tensor(torch.from_numpy(wave))
    soundfile.write(tmp_path / "song.wav", wave.T, 44100, subtype="FLOAT")
    got = read_stems(parted_by(own_model("tiny", repo), tmp_path / "song.wav", tmp_path / "out"), FOUR)
    for name in ("vocals", "drums", "bass"):
        assert np.abs(expected[name].numpy() - got[name]).max() < 1e-5
        assert np.abs(got[name]).max() > 1e-3
    assert np.abs(summed(got) - wave).max() < 1e-6, "what the model leaves over is in other"


def test_a_song_of_several_windows_comes_apart_as_in_one(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = np.random.default_rng(2).standard_normal((2, 7 * 44100 + 123)).astype(np.float32) * 0.1
    files = {path.name: path for path in own_model("tiny", repo).files}
    model = load_model("tiny", files, tmp_path, "cpu")

    def vocals() -> np.ndarray:
        return np.concatenate(
            [block["vocals"] for block in separate(model, raw, "cpu", lambda done, total: seen.append(done))], axis=1
        )

    seen: list[int] = []
    with RawSound(tmp_path / "raw") as raw:
        raw.append(wave)
        whole = vocals()
        monkeypatch.setattr(learned, "WINDOW_S", 4)
        monkeypatch.setattr(learned, "OVERLAP_S", 2)
        seen.clear()
        windows = vocals()
    assert whole.shape == windows.shape == wave.shape
    assert seen == sorted(seen) and seen[-1] < wave.shape[1]
    # Only where windows meet do segments begin elsewhere: a model that hears nonsense says other nonsense there.
    apart = np.abs(whole - windows).max(axis=0) > 1e-4
    assert not apart[: 2 * 44100].any() and apart.mean() < 0.75


def test_stems_by_a_model_come_at_the_songs_own_rate_add_up_to_it_and_are_the_same_bytes_again(
    repo: Path, song: Path, tmp_path: Path
) -> None:
    model = own_model("tiny", repo)
    one, two = parted_by(model, song, tmp_path / "one"), parted_by(model, song, tmp_path / "two")
    stems = Stems.from_value(json.loads((one / STEMS).read_text()))
    assert (stems.made_by, stems.approximate, stems.names) == ("demucs tiny", False, FOUR)
    assert (stems.sample_rate, stems.num_samples) == (22050, 3 * 22050) and stems.is_whole
    assert np.abs(summed(read_stems(one, FOUR)) - summed(band_with_voice(3.0))).max() < 1e-6
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted([STEMS, *(f"{name}.wav" for name in FOUR)])
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_a_model_from_hugging_face_parts_as_the_same_model_in_a_th(repo: Path, song: Path, tmp_path: Path) -> None:
    as_safetensors(next(repo.glob("5eed-*.th")), tmp_path / "snapshot", "tiny")
    model = own_model("tiny", tmp_path / "snapshot")
    assert [path.name for path in model.files] == ["tiny.yaml", "5eed.safetensors"]
    one, two = parted_by(own_model("tiny", repo), song, tmp_path / "one"), parted_by(model, song, tmp_path / "two")
    assert (one / "vocals.wav").read_bytes() == (two / "vocals.wav").read_bytes()


def test_tensors_that_want_something_else_called_are_refused(repo: Path, song: Path, tmp_path: Path) -> None:
    as_safetensors(next(repo.glob("5eed-*.th")), tmp_path / "snapshot", "tiny", klass="subprocess.Popen")
    with pytest.raises(ToolError, match=r"5eed.safetensors wants subprocess.Popen to be called"):
        parted_by(own_model("tiny", tmp_path / "snapshot"), song, tmp_path / "out")


def test_another_model_makes_other_stems(repo: Path, song: Path, tmp_path: Path) -> None:
    tiny_model(tmp_path / "other", seed=2)
    one = parted_by(own_model("tiny", repo), song, tmp_path / "one")
    two = parted_by(own_model("tiny", tmp_path / "other"), song, tmp_path / "two")
    assert (one / "vocals.wav").read_bytes() != (two / "vocals.wav").read_bytes()


def test_a_model_whose_bytes_are_not_what_its_name_says_is_refused(repo: Path, song: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in own_model("tiny", repo).files:
        data = path.read_bytes()
        (broken / path.name).write_bytes(data[:-1] + b"x" if path.suffix == ".th" else data)
    with pytest.raises(ToolError, match=r"demucs can't load .*Invalid checksum"):
        parted_by(own_model("tiny", broken), song, tmp_path / "out")


def test_a_model_of_other_stems_is_refused_by_what_it_makes(song: Path, tmp_path: Path) -> None:
    tiny_model(tmp_path / "repo", stems=("speech", "music"))
    with pytest.raises(ToolError, match="the model tiny makes speech, music; needed are vocals, drums, bass, other"):
        parted_by(own_model("tiny", tmp_path / "repo"), song, tmp_path / "out")


def test_a_device_that_is_not_there_is_refused(repo: Path, tmp_path: Path) -> None:
    import torch

    if not torch.cuda.is_available():
        with pytest.raises(ToolError, match="device: cuda: torch finds none"):
            load_model("tiny", {path.name: path for path in own_model("tiny", repo).files}, tmp_path, "cuda")
