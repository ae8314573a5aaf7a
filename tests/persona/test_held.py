"""A project that names a persona is held to the constitution before any work; a locked persona changes by versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from beatforge.cli.main import main
from tests.sounds import write_song

PEBBLE = Path(__file__).parent / "pebble.yaml"


def project(folder: Path, film: str = "", scenes: str = "", persona: str = "nova_fade") -> Path:
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    write_song(folder / "audio" / "song.wav", 8, 120)
    file = folder / "project.yaml"
    file.write_text(
        f"version: 1\nname: held\nsong: {{file: audio/song.wav}}\nfilm:\n  persona: {persona}\n{film}{scenes}",
        encoding="utf-8",
    )
    return file


def checked(capsys: pytest.CaptureFixture[str], file: Path, command: str = "check") -> tuple[int, str]:
    capsys.readouterr()
    return main([command, str(file.parent)]), capsys.readouterr().err


def test_what_is_forbidden_is_told_with_its_place_its_article_and_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = "  concept: >\n    Nova plays all night,\n    no anime, photo-realistic\n"
    scenes = "scenes:\n  chorus: {prompt: 'she runs, the crowd runs, no running'}\n"
    status, told = checked(capsys, project(tmp_path, film, scenes))
    assert status == 3
    assert 'project.yaml:8:15: BF090 "photo-realistic" is against nova_fade 1.0: she is a stylised 3D' in told
    assert "(photorealistic)" in told and "^^^^^^^^^^^^^^^ say how the cartoon is lit" in told
    assert 'project.yaml:10:21: BF090 "she runs"' in told and told.count("BF090") == 2


@pytest.mark.parametrize("where", ["film: style", "scene: style", "base", "suffix"])
def test_a_style_that_asks_for_what_is_forbidden_is_told(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, scenes = {
        "film: style": ("  style: anime\n", ""),
        "scene: style": ("", "scenes: {chorus: {style: photorealistic}}\n"),
        "base": ("  style: {base: anime, motion: {speed: 0.5}}\n", ""),
        "suffix": ("  style: {base: synthwave, prompt_suffix: 'manga inks', negative_prompt: 'anime'}\n", ""),
    }[where]
    status, told = checked(capsys, project(tmp_path, film, scenes))
    assert status == 3 and told.count("BF090") == 1


def test_an_innocent_project_passes_and_one_without_a_persona_may_say_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "  concept: she runs through an anime city\n"
    assert checked(capsys, project(tmp_path / "one", "  concept: neon, no anime\n"))[0] == 0
    file = project(tmp_path / "two", said)
    assert checked(capsys, file)[0] == 3
    file.write_text(file.read_text().replace("  persona: nova_fade\n", ""))
    assert checked(capsys, file)[0] == 0


def test_build_refuses_before_it_listens(tmp_path: Path, own_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project(tmp_path, "  concept: an anime city\n")
    assert checked(capsys, file, "build")[0] == 3
    assert not (tmp_path / "build").exists() and not list(own_store.rglob("*.json"))


def test_an_unknown_persona_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = checked(capsys, project(tmp_path, persona="nova-fad"))
    assert status == 3 and "BF039" in told and '"nova_fade"' in told


def test_a_project_brings_a_persona_of_its_own_as_data_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_persona(tmp_path)
    assert checked(capsys, project(tmp_path, "  concept: anime is fine for a stone\n", persona="pebble"))[0] == 0
    status, told = checked(capsys, project(tmp_path, "  concept: the stone melts\n", persona="pebble"))
    assert status == 3 and '"melts" is against pebble 1.0: it is of stone (melting)' in told
    capsys.readouterr()
    assert main(["persona", "ls", "-C", str(tmp_path)]) == 0
    rows = capsys.readouterr().out
    assert "nova_fade" in rows and "pebble" in rows and "the project's own" in rows


def test_what_is_locked_changes_with_the_version_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_persona(tmp_path)
    file = project(tmp_path, persona="pebble")
    assert main(["persona", "freeze", "pebble", "-C", str(tmp_path)]) == 0
    frozen = path.read_text()
    assert main(["persona", "freeze", "pebble", "-C", str(tmp_path)]) == 0 and path.read_text() == frozen
    assert "# kept" in frozen and checked(capsys, file)[0] == 0
    path.write_text(frozen.replace("a round grey stone", "a round   grey stone").replace("# kept", "# changed"))
    assert checked(capsys, file)[0] == 0, "blanks and comments are not locked"
    path.write_text(frozen.replace("a round grey stone", "a round red stone"))
    status, told = checked(capsys, file)
    assert status == 3 and "BF091" in told and "pebble 1.0 is locked as" in told and "raise the version" in told
    assert main(["persona", "freeze", "pebble", "-C", str(tmp_path)]) == 3, "freezing again is no way round it"
    path.write_text(path.read_text().replace('version: "1.0"', 'version: "1.1"'))
    assert checked(capsys, file)[0] == 0
    assert main(["persona", "freeze", "pebble", "-C", str(tmp_path)]) == 0
    assert path.read_text().count(": ") > frozen.count(": ")


def test_versions_stay_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_persona(tmp_path)
    path.with_name("pebble@0.9.yaml").write_text(path.read_text().replace('version: "1.0"', 'version: "0.9"'))
    status, told = checked(capsys, project(tmp_path, "  concept: the stone melts\n", persona="pebble@0.9"))
    assert status == 3 and "against pebble@0.9 0.9" in told


def test_a_fault_in_a_persona_is_told_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_persona(tmp_path)
    path.write_text(path.read_text().replace("of: picture", "of: everybody"))
    status, told = checked(capsys, project(tmp_path, persona="pebble"))
    assert status == 3 and "personas/pebble.yaml:" in told and "BF030" in told


def own_persona(folder: Path) -> Path:
    """The tests' second persona with a constitution of its own."""
    path = folder / "personas" / "pebble.yaml"
    path.parent.mkdir(parents=True)
    who = (
        'version: "1.0"\ndisplay_name: Pebble\ntrigger: pebble_char\n'
        "header: {positive: a round grey stone, negative: water}\n"
        "constitution:\n  - title: it is of stone\n    of: picture\n    forbids: {melting: [melt, liquid]}\n"
        "locked: [header, constitution]  # kept\n"
    )
    path.write_text(who + PEBBLE.read_text(encoding="utf-8"), encoding="utf-8")
    return path
