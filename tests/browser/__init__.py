"""What people do, done in real browsers against a real server."""
