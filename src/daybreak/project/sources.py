"""Where a setting can come from: a TOML file, secret files, the environment; and which of them gave it."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daybreak.project.stopped import MISCONFIGURED, Stopped

PREFIX = "DAYBREAK_"
CONFIG_FILE = "DAYBREAK_CONFIG"
SECRETS_DIR = "DAYBREAK_SECRETS_DIR"
DEFAULT_CONFIG_FILE = Path("daybreak.toml")


class SettingsRefused(Stopped):
    """Settings that cannot be used; ``sentences`` says, one each, which key, where it came from, what is allowed."""

    exit_code = MISCONFIGURED

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Given:
    """One value as it was found, and the place a person would go to change it."""

    value: Any
    place: str


def gather(environment: Mapping[str, str], secret_keys: frozenset[str]) -> dict[str, Given]:
    """Every value given anywhere, by key; the environment wins over secret files, which win over the TOML file.

    Raises:
        SettingsRefused: the TOML file or the folder of secrets cannot be read.
    """
    return {
        **_from_toml(environment),
        **_from_secret_files(environment, secret_keys),
        **_from_environment(environment),
    }


def _from_toml(environment: Mapping[str, str]) -> dict[str, Given]:
    """The keys of the file named by DAYBREAK_CONFIG (empty: none), else of ./daybreak.toml when there is one."""
    named = environment.get(CONFIG_FILE)
    if named == "":
        return {}
    path = Path(named) if named else DEFAULT_CONFIG_FILE
    if named is None and not path.exists():
        return {}
    return {key: Given(value, f"the file {path}") for key, value in _read_toml(path).items()}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise SettingsRefused([f"The settings file {path} cannot be read: {problem.strerror}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsRefused([f"The settings file {path} is not valid TOML: {problem}."]) from None


def _from_secret_files(environment: Mapping[str, str], secret_keys: frozenset[str]) -> dict[str, Given]:
    """One file a secret, named by its key; other files in the folder belong to someone else and are left alone."""
    named = environment.get(SECRETS_DIR)
    if not named:
        return {}
    folder = Path(named)
    if not folder.is_dir():
        raise SettingsRefused(
            [f"{SECRETS_DIR} says {folder}, which is not a folder. Name one with a file for each secret."]
        )
    files = (folder / key for key in sorted(secret_keys))
    return {path.name: Given(_read_secret(path), f"the file {path}") for path in files if path.is_file()}


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsRefused([f"The secret file {path} cannot be read. Check its owner and permissions."]) from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Given]:
    """Variables called DAYBREAK_<KEY>, apart from the two that name the other sources; an empty one gives nothing."""
    ours = {name for name in environment if name.startswith(PREFIX) and environment[name]} - {CONFIG_FILE, SECRETS_DIR}
    return {
        name.removeprefix(PREFIX).lower(): Given(environment[name], f"the environment variable {name}")
        for name in sorted(ours)
    }


def current_environment() -> Mapping[str, str]:
    """The variables of this process."""
    return os.environ
