"""The pages of a dose: vials, the order, the session at the bedside, and the stream that follows it."""
