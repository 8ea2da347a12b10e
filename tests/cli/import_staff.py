"""Puts the people into a clinic who may, and may not, import: run inside it as a module."""

from daybreak.project.django import wake


def main() -> None:
    """The director, a coordinator and a nurse."""
    wake()
    from tests.clinic import cast

    cast.coordinator()
    cast.nurse()


main()
