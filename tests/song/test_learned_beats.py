"""beat_this through its own loader, with tiny checkpoints of random weights; and beats as a good model has them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mir_eval
import numpy as np
import pytest

from beatforge.errors import ToolError
from beatforge.song.accents import ACCENTS
from beatforge.song.analysis import Analysis
from beatforge.song.beat_this_model import log_mel, model_beats
from beatforge.song.learned_beats import bars_from, beats_from, listen_step
from beatforge.song.listen import listen
from beatforge.song.spectrum import FRAME_HZ
from beatforge.song.trackers import beat_this_weights
from tests.rendered import RATE, RHYTHMS, render_steady

SECONDS = 30.0


def flat_accents(seconds: float = SECONDS) -> np.ndarray:
    return np.ones((len(ACCENTS), int(seconds * FRAME_HZ) + 1))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of a few thousand random weights, in the form that beat_this publishes its own."""
    import torch
    from beat_this.model.beat_tracker import BeatThis

    torch.manual_seed(1)
    sizes = {"transformer_dim": 16, "n_layers": 1, "head_dim": 8, "stem_dim": 8, "ff_mult": 1}
    model = BeatThis(**sizes)
    file = tmp_path_factory.mktemp("weights") / "tiny.ckpt"
    state = {f"model.{name}": weight for name, weight in model.state_dict().items()}
    torch.save({"hyper_parameters": sizes, "state_dict": state}, file)
    return file


def test_a_real_checkpoint_is_loaded_and_gives_beats_within_the_song(checkpoint: Path) -> None:
    sound = render_steady(RHYTHMS["rock"], 120, 8).sound
    beats, ones = model_beats(sound, checkpoint)
    assert beats == sorted(beats) and all(0 <= beat <= len(sound) / RATE for beat in beats)
    assert set(ones) <= set(beats)


def test_the_spectrogram_is_that_of_beat_this() -> None:
    """Its own parameters (`beat_this.preprocessing`), in librosa's words."""
    import librosa

    sound = render_steady(RHYTHMS["rock"], 120, 4).sound
    turned = np.abs(librosa.stft(sound, n_fft=1024, hop_length=441, pad_mode="reflect")) / 1024**0.5
    bank = librosa.filters.mel(sr=RATE, n_fft=1024, n_mels=128, fmin=30, fmax=11000, htk=False, norm=None)
    assert log_mel(sound).numpy() == pytest.approx(np.log1p(1000 * bank @ turned).T, abs=1e-3)


def test_the_step_writes_an_analysis_that_differs_in_what_hangs_on_beats_only(
    make_song, tmp_path: Path, checkpoint: Path
) -> None:
    song = make_song("VC").path
    listen_step({}, [song, checkpoint], tmp_path, lambda done, total: None)
    heard = Analysis.from_value(json.loads((tmp_path / "analysis.json").read_text()))
    own = listen(song)
    assert (heard.duration, heard.key, heard.decoder, heard.envelopes) == (
        own.duration, own.key, own.decoder, own.envelopes,
    )  # fmt: skip


def test_what_is_no_checkpoint_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "weights.ckpt").write_bytes(b"hello" * 100)
    with pytest.raises(ToolError, match=r"weights\.ckpt is no checkpoint of beat_this"):
        model_beats(np.zeros(RATE, np.float32), tmp_path / "weights.ckpt")
    with pytest.raises(ToolError, match=r"gone\.ckpt is not there"):
        model_beats(np.zeros(RATE, np.float32), tmp_path / "gone.ckpt")


@pytest.mark.parametrize("tempo_bpm", [83.21, 128.0, 171.7])
def test_beats_rounded_to_frames_get_an_exact_grid(tempo_bpm: float) -> None:
    truth = np.arange(0.31, SECONDS, 60 / tempo_bpm)
    found = beats_from((np.round(truth * 50) / 50).tolist(), flat_accents(), SECONDS)
    assert found.steady
    assert found.tempo_bpm == pytest.approx(tempo_bpm, rel=5e-4)
    assert mir_eval.beat.f_measure(truth, np.array(found.times), f_measure_threshold=0.01) > 0.97


def test_beats_that_breathe_stay_where_the_model_has_them() -> None:
    truth = 0.3 + np.cumsum(0.5 + 0.08 * np.sin(np.arange(56) / 6))
    found = beats_from(truth.tolist(), flat_accents(float(truth[-1]) + 1), float(truth[-1]) + 1)
    assert not found.steady
    assert set(np.round(truth, 4)) <= set(found.times)


def test_bars_are_counted_as_most_downbeats_have_it() -> None:
    beats = [round(0.2 + 0.5 * number, 3) for number in range(60)]
    bars = bars_from(beats, [*beats[2:50:3], beats[51]])
    assert (bars.metre, bars.first, bars.beats_per_bar) == ("3/4", 2, 3)
    assert bars_from(beats, beats[1::4]).first == 1
    assert bars_from(beats, []).beats_per_bar == 4


def test_weights_that_are_not_there_are_named_with_the_path_and_the_way_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkpoint: Path
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.delenv("BEATFORGE_BEAT_THIS", raising=False)
    wanted = tmp_path / "hub" / "checkpoints" / "beat_this-final0.ckpt"
    absent = beat_this_weights()
    assert absent.missing == f"{wanted} is not there" and "load_model('final0')" in absent.fetch
    wanted.parent.mkdir(parents=True)
    wanted.write_bytes(checkpoint.read_bytes())
    assert beat_this_weights().file == wanted and not beat_this_weights().missing
    monkeypatch.setenv("BEATFORGE_BEAT_THIS", str(tmp_path / "own.ckpt"))
    assert "own.ckpt, which is not there" in beat_this_weights().missing


def test_the_published_checkpoint_is_looked_for_where_torch_puts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.delenv("BEATFORGE_BEAT_THIS", raising=False)
    assert beat_this_weights().file.parent == Path(torch.hub.get_dir()) / "checkpoints"


def test_without_beat_this_the_refusal_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "beat_this", None)
    assert beat_this_weights().missing == "beat_this is not installed"
    assert "pip install 'beatforge[beats]'" in beat_this_weights().fetch
