"""How a patient is prepared for a dose, and what is still missing before one may begin."""
