"""`python -m tests.editor [FOLDER]`: our schema in the real yaml-language-server, our SARIF in the standard's schema.

Installs what `package-lock.json` pins with `npm ci` into FOLDER (default: a temporary one), drives the server over
stdio and prints one line per check. Exit status 0 if all hold.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from beatforge.project.new import new_project
from beatforge.project.problems import Problem
from beatforge.project.reports import FORMATS
from tests.editor.checks import every_check
from tests.editor.client import Client

HERE = Path(__file__).parent
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
SARIF = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def main(folder: Path) -> int:
    """Install, ask, print; 0 if every check holds."""
    install(folder)
    shutil.rmtree(folder / "film", ignore_errors=True)
    project = new_project(folder / "film").parent
    (project / "audio" / "song.ogg").touch()
    failed = 0
    with Client(["node", str((folder / SERVER).resolve()), "--stdio"], project) as client:
        checks = every_check(client, project)
        checks["SARIF: a report is what the standard asks for"] = lambda: check_sarif(folder / SARIF)
        for name, check in checks.items():
            try:
                check()
            except AssertionError as error:
                failed += 1
                print(f"FAIL  {name}: {error}")
            else:
                print(f"ok    {name}")
    version = json.loads((folder / "node_modules/yaml-language-server/package.json").read_text())["version"]
    print(f"{len(checks) - failed} of {len(checks)} hold with yaml-language-server {version}")
    return 1 if failed else 0


def install(folder: Path) -> None:
    """What the lockfile pins, in a folder of its own."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    npm = shutil.which("npm")
    assert npm, "npm is needed: https://nodejs.org"
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)


def check_sarif(schema: Path) -> None:
    """Reports of every shape against the standard's schema; and a broken one, to see that it refuses."""
    from jsonschema.validators import validator_for

    rules = json.loads(schema.read_text(encoding="utf-8"))
    validator = validator_for(rules)(rules)
    problems = [
        Problem("project.yaml", 14, 10, 21, "BF031", 'unknown style "x"', "did you mean y?", "  style: x"),
        Problem("styles/50% é.yaml", 0, 0, 0, "BF001", "lost"),
    ]
    for found in ([], problems):
        log = json.loads(FORMATS["sarif"](found, problems[:1], "a folder"))
        assert not [error.message for error in validator.iter_errors(log)]
    log["runs"][0]["results"][0]["level"] = "bad"
    assert [*validator.iter_errors(log)], "the standard's schema refuses nothing"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        sys.exit(main(Path(sys.argv[1]).resolve()))
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(main(Path(scratch)))
