"""What is written about a conversation: progress notes of the chart, and psychotherapy notes, sealed and kept apart."""
