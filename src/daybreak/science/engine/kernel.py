"""Knows where the compiled kernel lives: its text is kept in a cache of the user, and numba's machine code beside it.

A warm start compiles nothing. The folder is DAYBREAK_KERNELS, or daybreak/kernels in the user's cache; the text found
there is compared with the one the declaration gives and written anew when they differ.
"""

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from daybreak.science.engine.kernel_source import KernelSource, kernel_source
from daybreak.science.mechanism.model import ACUTE, DOMAINS, mechanism

FOLDER = "DAYBREAK_KERNELS"
READ = (*DOMAINS, *ACUTE)
"""What the kernel hands back."""
_ARITHMETIC = ("filters.py", "vector_math.py", "lanes.py", "kinetics_kernel.py")


@cache
def kernel() -> tuple[KernelSource, Callable[..., int]]:
    """The source of the mechanism's kernel and the function compiled from it."""
    source = kernel_source(mechanism(), READ)
    return source, cast("Callable[..., int]", _loaded(source.text + _built_on()).march)


def _built_on() -> str:
    """Lines that change with the arithmetic the kernel takes in: numba looks at the kernel's own file alone."""
    files = {name: Path(__file__).with_name(name).read_bytes() for name in _ARITHMETIC}
    return "".join(f"# {name} {hashlib.sha256(content).hexdigest()}\n" for name, content in files.items())


def _loaded(text: str) -> Any:
    name = f"daybreak_kernel_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    path = _written(text, name)
    found = importlib.util.spec_from_file_location(name, path)
    if found is None or found.loader is None:
        raise RuntimeError(f"The compiled kernel at {path} cannot be loaded: remove the file and try again.")
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def _written(text: str, name: str) -> Path:
    """The file with exactly this text, in the first folder that can be written."""
    for folder in _folders():
        path = folder / f"{name}.py"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                part = folder / f"{name}.{os.getpid()}.part"
                part.write_text(text, encoding="utf-8")
                part.replace(path)
            return path
        except OSError:
            continue
    raise RuntimeError(f"No folder for the compiled kernel can be written: set {FOLDER} to one that can.")


def _folders() -> list[Path]:
    chosen = os.environ.get(FOLDER)
    if chosen:
        return [Path(chosen)]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return [home / "daybreak" / "kernels", Path(tempfile.mkdtemp(prefix="daybreak-kernels-"))]
