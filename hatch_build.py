"""Builds the pages' scripts whenever the package is built or installed, so that no built file is ever committed."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _front_end() -> ModuleType:
    """The build of frontend/, which is a program of its own and no package."""
    found = spec_from_file_location("daybreak_front_end", Path(__file__).parent / "frontend/build.py")
    if found is None or found.loader is None:
        raise FileNotFoundError("frontend/build.py is missing; get the whole source of Daybreak.")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


frontend = _front_end()


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Asks for a Node from the Python packages only where the machine has none that is recent enough."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beyond hatchling."""
        needed = frontend.built_from() != frontend.fingerprint() and frontend.node_on_machine() is None
        return [frontend.NODE_PACKAGE] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date."""
        try:
            frontend.build()
        except frontend.CannotBuild as problem:
            self.app.abort(str(problem))
