"""A course of treatment and its phases."""
