"""Alerts: what must not be missed, who holds it until when, and how it ended."""
