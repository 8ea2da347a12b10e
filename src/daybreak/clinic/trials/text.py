"""A protocol as text: read from YAML into plain values, written back so that nothing of its meaning is lost."""

import hashlib
from typing import Any

LARGEST = 200_000
"""Bytes of a protocol: beyond it is something else."""


class Unreadable(ValueError):  # noqa: N818 (a sentence for a person)
    """Text that is no YAML, or YAML that is no protocol. Its text is one sentence saying where."""


def read(text: str) -> Any:
    """The text as mappings, lists and plain values. Raises Unreadable, never anything else."""
    import yaml

    if len(text.encode()) > LARGEST:
        raise Unreadable(f"This is larger than {LARGEST // 1000} kB: it is not a protocol.")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Unreadable(
                "This refers to another place of the text (* and &). Write the values out where they stand."
            )
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise Unreadable(f"{where}{problem.problem or 'this is not YAML'}. Write it as in the examples.") from problem
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("This is not YAML: a character or a nesting in it cannot be read.") from problem


def written(content: object) -> str:
    """``content`` as YAML: one line for what is small, in the order it was given."""
    import yaml

    return yaml.dump(content, Dumper=_dumper(), sort_keys=False, allow_unicode=True, default_flow_style=None, width=120)


def sha256(text: str) -> str:
    """What a text is known by: the SHA-256 of its bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _dumper() -> Any:
    """A dumper that writes long text as a block, so that notes can be read."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """SafeDumper with blocks for text of more than one line."""

    def line_or_block(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, line_or_block)
    return Dumper
