"""Run inside a clinic: the keys of everything that was recorded at the bedside, as JSON."""

import json
import sys

from daybreak.project import django

if __name__ == "__main__":
    django.wake()
    from daybreak.clinic.sessions.models import Reading, SessionNote

    keys = [
        str(key) for kind in (Reading, SessionNote) for key in kind.objects.values_list("client_id", flat=True) if key
    ]
    sys.stdout.write(json.dumps(keys))
