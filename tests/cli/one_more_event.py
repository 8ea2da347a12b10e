"""Adds one event to a clinic's log: the sign-in of its first person."""

from daybreak.project.django import wake

wake()

from daybreak.clinic.people import actions, queries  # noqa: E402 (Django must be awake first)

actions.record_sign_in(by=queries.by_username("dora"), method="password")
