"""What happens after a dose: the window in which it is worked through, whose it is, and how it ended."""
