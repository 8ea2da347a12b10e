"""What the model predicted for an order, as it was shown; the one door to the model."""
