"""The demonstration clinic on this machine: its folder, when it is made anew, and who can sign in to it."""

import json
import os
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from daybreak.project import configuration
from daybreak.project.passphrases import new_passphrase
from daybreak.project.sources import CONFIG_FILE, PREFIX
from daybreak.project.stopped import Stopped

FOLDER = Path("var/demo")
_SIGN_INS = "sign-ins.json"
_OURS = ("daybreak.sqlite3", "daybreak.sqlite3-wal", "daybreak.sqlite3-shm", _SIGN_INS, "secrets")


@dataclass(frozen=True)
class SignIn:
    """How to come in as one role."""

    role: str
    name: str
    username: str
    passphrase: str


def settle_in(folder: Path, port: int) -> None:
    """Point this process at the demonstration clinic, whatever settings the machine has for a real one."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ.update(
        {
            CONFIG_FILE: "",
            f"{PREFIX}DEMO": "true",
            f"{PREFIX}REQUIRE_SECOND_FACTOR": "false",
            f"{PREFIX}DATA_DIR": str(folder),
            f"{PREFIX}CLINIC_NAME": "Daybreak demonstration clinic",
            f"{PREFIX}CRISIS_PHONE": "+00 555 0100",
            f"{PREFIX}PORT": str(port),
        }
    )
    configuration.load.cache_clear()


def clear(folder: Path) -> None:
    """Remove the clinic's own files from ``folder`` and nothing else that may lie there."""
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def is_complete(folder: Path) -> bool:
    """Whether the clinic was made to its end; the sign-ins are written last."""
    return (folder / _SIGN_INS).is_file()


def age_in_days(folder: Path) -> int:
    """How many days ago the clinic was made: its "today" is that day's."""
    return int((time.time() - (folder / _SIGN_INS).stat().st_mtime) // 86_400)


def sign_ins(folder: Path) -> list[SignIn]:
    """One sign-in per role, as kept when the clinic was made."""
    try:
        return [SignIn(**kept) for kept in json.loads((folder / _SIGN_INS).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        raise Stopped(f"{folder / _SIGN_INS} cannot be read. Start the demonstration over with --fresh.") from None


def people_the_clinic(folder: Path) -> None:
    """Make the synthetic clinic through the actions that people use; one person per role can sign in."""
    from daybreak.care.roles import Role
    from daybreak.project import demo_clinic, demo_people

    everyone = (demo_people.DIRECTOR, *demo_people.STAFF)
    first_of_role = [next(worker for worker in everyone if worker.role == role) for role in Role]
    _keep(folder, demo_clinic.seed({worker.username: new_passphrase() for worker in first_of_role}))


def _keep(folder: Path, let_in: list[SignIn]) -> None:
    text = json.dumps([asdict(one) for one in let_in], indent=2, ensure_ascii=False)
    in_the_making = folder / f"{_SIGN_INS}.new"
    with os.fdopen(os.open(in_the_making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    in_the_making.replace(folder / _SIGN_INS)
