"""The pages of the controlled-drug ledger: what leaves a vial, corrections, counts, losses, variance, records."""
