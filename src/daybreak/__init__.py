"""Daybreak runs a ketamine-assisted psychotherapy programme for depression, and models how the drug works."""

__version__ = "0.1.0"
