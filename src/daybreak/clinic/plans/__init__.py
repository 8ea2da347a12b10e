"""The plan of a course: its appointments, where and with whom, and how they moved."""
