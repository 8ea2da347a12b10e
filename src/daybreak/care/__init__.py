"""What good care requires: roles, rules, phases, instruments and thresholds, as data and pure functions."""
