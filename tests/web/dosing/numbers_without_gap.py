"""Run inside a clinic: whether the events of every session are numbered 1, 2, 3 … with no gap and no double."""

import sys

from daybreak.project import django

if __name__ == "__main__":
    django.wake()
    from daybreak.clinic.sessions.models import DosingSession

    told = [
        list(session.events.order_by("seq").values_list("seq", flat=True)) == list(range(1, session.last_seq + 1))
        for session in DosingSession.objects.all()
    ]
    sys.stdout.write(f"{bool(told) and all(told)}\n")
