"""What a prescriber ordered."""
