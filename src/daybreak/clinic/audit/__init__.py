"""What was done and read: the append-only, hash-chained log."""
