"""Run inside an empty clinic: one progress note, one psychotherapy note, and one that is still being written."""

from daybreak.project import django


def main() -> None:
    """Write them through the actions."""
    django.wake()
    from tests.clinic.notes import scenes

    of = scenes.course()
    scenes.progress(of)
    scenes.private(of)
    scenes.draft(of, "psychotherapy", text=scenes.SECRET)


if __name__ == "__main__":
    main()
