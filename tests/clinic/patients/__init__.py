"""Tests of the app `patients`."""
