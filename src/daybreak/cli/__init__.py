"""What operators type: one file a command, heavy imports inside the command."""
