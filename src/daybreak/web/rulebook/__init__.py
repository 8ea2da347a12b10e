"""The pages on which the medical director reviews, changes and signs the rules of care."""
