"""One of several processes that write to one clinic's log at the same time: ``writer COUNT``."""

import sys

from daybreak.project.django import wake


def main() -> None:
    """Appends that many events, each in a transaction of its own."""
    wake()
    from django.db import transaction

    from daybreak.clinic.audit.actions import append

    for number in range(int(sys.argv[1])):
        with transaction.atomic():
            append(by=None, actor_name="a writer", act="test", subject_kind="test", detail={"number": number})


main()
