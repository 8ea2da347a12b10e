"""What people enter: the plan of a virtual room and its pairing with a session. The door is here; no room is built."""
