"""How the declared mechanism is solved: a grid, exact filters, a fast kernel, a plain reference, an error estimate."""
