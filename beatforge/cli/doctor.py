"""`beatforge doctor`: what this machine has, what is missing, and what each missing thing would enable.

Exit status 0 when a film can be made here without network, GPU and keys, else 4. Optional things never fail it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from beatforge.cli.extras import extras
from beatforge.cli.findings import Finding, software
from beatforge.cli.machine import machine
from beatforge.cli.opening import find_project
from beatforge.errors import DONE, TOOL

READY = "ready: a film can be made here, without network, GPU and keys"
WIDEST = 120


def doctor(args: argparse.Namespace) -> int:
    """Look at everything; print it as text or JSON."""
    file = find_project(args.project, required=bool(args.project))
    findings = [*software(), *extras(), *machine(file.parent if file else None)]
    faults = [finding for finding in findings if finding.needed and finding.state in ("absent", "failed")]
    if args.json:
        rows = [asdict(finding) for finding in findings]
        print(json.dumps({"ok": not faults, "findings": rows}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(_lines(findings)))
        lacking = f"not ready: {', '.join(fault.name for fault in faults)}"
        print(textwrap.fill(lacking if faults else READY, _width(), subsequent_indent="  "))
    return TOOL if faults else DONE


def _lines(findings: Sequence[Finding]) -> list[str]:
    width = _width()
    names = max(len(finding.name) for finding in findings)
    lines, group = [], ""
    for finding in findings:
        if finding.group != group:
            group = finding.group
            lines.append(group)
        head = f"  {finding.state:6}  {finding.name:{names}}  "
        indent = " " * (len(head) if len(head) < width // 2 else 10)
        text = f"{finding.found} - {finding.means}" if finding.found else finding.means
        lines += textwrap.wrap(text, width, initial_indent=head, subsequent_indent=indent, break_long_words=False)
    return lines


def _width() -> int:
    return min(WIDEST, max(40, shutil.get_terminal_size().columns))
