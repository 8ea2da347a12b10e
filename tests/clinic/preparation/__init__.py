"""Tests: What comes before a dose."""
