"""What comes after the doses: checks that are due, harm that was seen, and whether the response lasts."""
