"""Who works here: staff, their roles, their sign-in."""
