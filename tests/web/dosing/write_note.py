"""Run inside a clinic while its server runs: another process writes notes; prints when each was committed."""

import json
import sys
import time
from uuid import UUID

from daybreak.project import django


def main(session: str, text: str, count: int = 1, pause: float = 0.0) -> None:
    """Write ``count`` notes, ``pause`` seconds apart."""
    django.wake()
    from daybreak.clinic.people import queries as people
    from daybreak.clinic.sessions import actions, queries

    nurse, found = people.by_username("nurse"), queries.get(UUID(session))
    committed = []
    for _ in range(count):
        time.sleep(pause)
        actions.note(by=nurse, session=found, text=text)
        committed.append(time.time())
    sys.stdout.write(json.dumps(committed))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *[kind(word) for kind, word in zip((int, float), sys.argv[3:], strict=False)])
