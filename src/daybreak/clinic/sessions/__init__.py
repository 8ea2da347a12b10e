"""What happened at the bedside: readings, the injection, the end."""
