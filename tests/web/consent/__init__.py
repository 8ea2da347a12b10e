"""Tests: The pages of consent and preparation."""
