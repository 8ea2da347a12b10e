"""Run inside a clinic while its server runs: every open course is made ready for a dose, as the cast does it."""

from daybreak.project import django


def main() -> None:
    """Consents decided, preparation written down, suitability settled."""
    django.wake()
    from daybreak.clinic.courses.models import Course
    from tests.clinic import cast

    for course in Course.objects.filter(closed_at=None).select_related("patient"):
        cast.ready(course)


if __name__ == "__main__":
    main()
