"""Run inside a clinic while its server runs: someone's account is closed."""

import sys

from daybreak.project import django

if __name__ == "__main__":
    django.wake()
    from daybreak.clinic.people import actions, queries

    actions.deactivate(by=queries.by_username("director"), person=queries.by_username(sys.argv[1]))
