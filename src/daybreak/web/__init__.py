"""What people see: pages, the live stream, charts."""
