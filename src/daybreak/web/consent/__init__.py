"""The pages of consent and preparation: what is agreed to, taken back, prepared, and still missing before a dose."""
