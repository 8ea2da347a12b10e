"""What people enter: the plan of a virtual room and its pairing with a session. The door is here; the room is not built yet."""
