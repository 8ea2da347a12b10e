"""Tests of the app `imports`."""
