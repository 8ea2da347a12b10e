"""Tests: Electronic signatures."""
