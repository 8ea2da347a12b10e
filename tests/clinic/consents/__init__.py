"""Tests: What patients agree to and take back."""
