"""`matrix` and `render`: print the matrices from the rules, and the document as people read it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from schoolgate.policies.analysis.matrices import markdown, matrices
from schoolgate.policies.language.pack import load


def matrix(commands: Any) -> None:
    """Add `matrix PACK`."""
    one = commands.add_parser("matrix", help="the matrices of a pack, written again from its rules")
    one.add_argument("pack")
    one.set_defaults(run=_matrix)


def _matrix(options: argparse.Namespace) -> int:
    found = list(matrices(load(options.pack, options.packs)))
    for clause, rows in found:
        print(f"{clause.ref} {clause.title}\n\n{markdown(rows)}\n")
    if not found:
        print("This policy has no matrix.")
    return 0


def render(commands: Any) -> None:
    """Add `render PACK --to html|pdf [--out FILE]`."""
    one = commands.add_parser("render", help="the policy as a document")
    one.add_argument("pack")
    one.add_argument("--to", choices=("html", "pdf"), default="html")
    one.add_argument("--out", type=Path, help="where to write; without it, to standard output")
    one.set_defaults(run=_render)


def _render(options: argparse.Namespace) -> int:
    from schoolgate.policies.reading.rendering import document_html, document_pdf

    pack = load(options.pack, options.packs)
    data = document_pdf(pack) if options.to == "pdf" else document_html(pack).encode()
    if options.out is None:
        sys.stdout.buffer.write(data)
        return 0
    options.out.write_bytes(data)
    print(f"{options.out} written, {len(data):,} bytes.")
    return 0
