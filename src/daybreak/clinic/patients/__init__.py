"""Who is treated: identity, conditions, medicines, allergies, body measurements."""
