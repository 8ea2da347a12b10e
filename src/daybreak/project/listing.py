"""The settings as a person reads them: value, source, what is allowed; secrets masked."""

from typing import NamedTuple

from daybreak.project import configuration
from daybreak.project.configuration import SECRET, Configuration
from daybreak.project.sources import current_environment


class Row(NamedTuple):
    """One setting."""

    key: str
    value: str
    source: str
    what: str
    allowed: str


def rows() -> list[Row]:
    """Every setting there is, in the order of the configuration."""
    chosen, given = configuration.read(current_environment())
    return [
        Row(
            key,
            _shown(key, getattr(chosen, key)),
            given[key].place if key in given else "default",
            field.description or "",
            configuration.allowed(key),
        )
        for key, field in Configuration.model_fields.items()
    ]


def _shown(key: str, value: object) -> str:
    if key in SECRET:
        return "••••••••" if value else "(not given)"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def reference() -> str:
    """Every setting as a table in Markdown, for docs/running.md."""
    lines = ["| key | what it is | allowed | default |", "|---|---|---|---|"]
    for key, field in Configuration.model_fields.items():
        default = "" if key in SECRET else _shown(key, field.default)
        lines.append(f"| `{key}` | {field.description} | {configuration.allowed(key)} | {default} |")
    return "\n".join(lines) + "\n"
