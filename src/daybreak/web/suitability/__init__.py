"""The pages of suitability: what is asked, what the rules find, what is decided."""
