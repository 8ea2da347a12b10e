"""What every test process finds in its environment: settings of its own, never those of whoever runs the tests.

Loaded by pytest (``-p tests.environment``) before Django's settings are read. DAYBREAK_TEST_DATABASE=postgres puts the
tests on a temporary PostgreSQL instead of SQLite.
"""

import os
import tempfile
from contextlib import ExitStack

import pytest

from tests import postgres

_PREFIX = "DAYBREAK_"
_SWITCH = "DAYBREAK_TEST_DATABASE"
SETTINGS = {
    "DAYBREAK_CONFIG": "",
    "DAYBREAK_SECRET_KEY": "the tests sign with this, and nothing else on earth does",
    "DAYBREAK_AUDIT_KEY": "the tests seal with this, and nothing else on earth does",
    # Tests of the second factor turn it on; all others would only repeat its set-up.
    "DAYBREAK_REQUIRE_SECOND_FACTOR": "false",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Set the environment, once: workers of xdist inherit it from the process that starts them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    wanted = os.environ.get(_SWITCH, "sqlite")
    for name in [name for name in os.environ if name.startswith(_PREFIX)]:
        del os.environ[name]
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="daybreak-tests-"))
    os.environ.update(SETTINGS, DAYBREAK_DATA_DIR=folder)
    if wanted == "postgres":
        os.environ["DAYBREAK_DATABASE_URL"] = stack.enter_context(postgres.cluster())
    elif wanted != "sqlite":
        raise pytest.UsageError(f"{_SWITCH} must be sqlite or postgres; it says {wanted}.")


def pytest_report_header() -> str:
    """Say on which database the tests run."""
    return f"database: {'PostgreSQL' if 'DAYBREAK_DATABASE_URL' in os.environ else 'SQLite'}"
