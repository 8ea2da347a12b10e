"""Who can sign in to the demonstration clinic: kept in its folder, readable by its owner only."""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from daybreak.project.stopped import Stopped

FILE = "sign-ins.json"


@dataclass(frozen=True)
class SignIn:
    """How to come in as one role."""

    role: str
    name: str
    username: str
    passphrase: str


def keep(folder: Path, let_in: Sequence[SignIn]) -> None:
    """Write the sign-ins, whole or not at all."""
    text = json.dumps([asdict(one) for one in let_in], indent=2, ensure_ascii=False)
    in_the_making = folder / f"{FILE}.new"
    with os.fdopen(os.open(in_the_making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    in_the_making.replace(folder / FILE)


def kept(folder: Path) -> list[SignIn]:
    """One sign-in per role, as written when the clinic was made. Raises Stopped when the file cannot be read."""
    try:
        return [SignIn(**one) for one in json.loads((folder / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        raise Stopped(f"{folder / FILE} cannot be read. Start the demonstration over with --fresh.") from None


def age_in_days(folder: Path) -> int:
    """How many days ago the clinic was made: its "today" is that day's."""
    return int((time.time() - (folder / FILE).stat().st_mtime) // 86_400)
