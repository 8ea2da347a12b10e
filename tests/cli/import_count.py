"""Prints how many patients, observations and imports a clinic holds: run inside it as a module."""

from daybreak.project.django import wake


def main() -> None:
    """Three numbers."""
    wake()
    from daybreak.clinic.imports.models import Import
    from daybreak.clinic.patients.models import Observation, Patient

    print(Patient.objects.count(), Observation.objects.count(), Import.objects.count())  # noqa: T201


main()
