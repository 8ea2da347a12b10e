"""Tests of taking in FHIR."""
