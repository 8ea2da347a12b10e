"""Electronic signatures: who signed what, when, and what the signature means."""
