"""The vial ledger: every microgram received, administered, wasted, returned."""
