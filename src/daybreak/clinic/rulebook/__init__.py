"""The clinic's own values for the rules of care: versions that its medical director signs, each from a date on."""
