"""The pages and endpoints of a dose, asked as a browser asks them."""
