"""What patients agree to, in which words, and where they took it back."""
