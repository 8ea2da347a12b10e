"""The demonstration clinic on this machine: its folder, when it is made anew, and who can sign in to it."""

import os
import shutil
from pathlib import Path

from daybreak.project import configuration, demo_sign_ins
from daybreak.project.passphrases import new_passphrase
from daybreak.project.sources import CONFIG_FILE, PREFIX

FOLDER = Path("var/demo")
_DATABASE = ("daybreak.sqlite3", "daybreak.sqlite3-wal", "daybreak.sqlite3-shm")
_OURS = (*_DATABASE, "audit-anchors", "trial-parts", demo_sign_ins.FILE, "secrets")


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
            f"{PREFIX}EMAIL_SENDER": "console",
            f"{PREFIX}SMS_SENDER": "console",
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
    return (folder / demo_sign_ins.FILE).is_file()


def people_the_clinic(folder: Path) -> None:
    """Make the synthetic clinic through the actions that people use; one person per role can sign in."""
    from daybreak.care.roles import Role
    from daybreak.project import demo_clinic, demo_people, demo_trials

    everyone = (demo_people.DIRECTOR, *demo_people.STAFF)
    first_of_role = [next(worker for worker in everyone if worker.role == role) for role in Role]
    let_in = demo_clinic.seed({worker.username: new_passphrase() for worker in first_of_role})
    demo_trials.plan()
    demo_sign_ins.keep(folder, let_in)
