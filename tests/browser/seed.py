"""Run inside an empty clinic before its server starts. Prints JSON that the tests of the browser read.

``staff``: a clinic with the whole cast, a patient who was weighed, and a vial. ``demo``: the synthetic clinic.
"""

import json
import sys
from typing import Any

from daybreak.project import django

PASSPHRASE = "a lantern on the quiet quay"


def main(kind: str) -> None:
    """Seed; print the sign-in cookie of each person and what the tests need to find."""
    django.wake()
    sys.stdout.write(json.dumps({"staff": _staff, "demo": _demo}[kind]()))


def _staff() -> dict[str, Any]:
    from daybreak.clinic.people import actions as people
    from tests.clinic import cast
    from tests.web.dosing import scene, seed

    everyone = cast.everyone()
    for person in everyone.values():
        people.set_password(by=cast.director(), person=person, password=PASSPHRASE)
        person.refresh_from_db()
    patient = scene.weighed_patient()
    vial = scene.vial()
    return {
        "cookies": {role: seed.signed_in(person) for role, person in everyone.items()},
        "patient": str(patient.public_id),
        "name": patient.name,
        "family_name": patient.family_name,
        "vial": vial.label,
    }


def _demo() -> dict[str, Any]:
    from daybreak.clinic.people import queries as people
    from daybreak.project import demo_clinic
    from tests.web.dosing import seed

    demo_clinic.seed()
    held = {role: person for person in people.staff() for role in sorted(people.roles_of(person), reverse=True)}
    return {"cookies": {role: seed.signed_in(person) for role, person in held.items()}}


if __name__ == "__main__":
    main(sys.argv[1])
