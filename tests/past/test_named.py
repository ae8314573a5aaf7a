"""Which files a version of a project names: only such as can lie in its folder."""

from __future__ import annotations

import pytest

from beatforge.past.named import files_of, performer_file
from beatforge.project.nodes import parse_source

SHOW = "song: {file: song.wav}\nfilm: {mode: dj, persona: '%s'}\n"


def test_a_show_names_its_persona_s_file() -> None:
    assert files_of((SHOW % "my-star").encode()) == ("song.wav", "personas/my_star.yaml")


@pytest.mark.parametrize("name", ["../project", "../../../home/else", "a/b", "..\\else", "c:else"])
def test_no_persona_leads_out_of_the_folder_of_personas(name: str) -> None:
    """History puts that file into a folder of its own, and takes away what lies in its place."""
    data = (SHOW % name).encode()
    assert performer_file(parse_source(data, "").root) is None
    assert files_of(data) == ("song.wav",)
