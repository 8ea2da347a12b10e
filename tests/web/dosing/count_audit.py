"""Run inside a clinic: how many lines of the audit log tell of this act and this page."""

import sys

from daybreak.project import django

if __name__ == "__main__":
    django.wake()
    from daybreak.clinic.audit.models import AuditEvent

    found = AuditEvent.objects.filter(act=sys.argv[1], detail__contains=f'"{sys.argv[2]}"')
    sys.stdout.write(f"{found.count()}\n")
