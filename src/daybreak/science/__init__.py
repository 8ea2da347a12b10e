"""What the drug does: doses, kinetics, acute effects, populations. Knows no patient's name and no framework."""
