"""The pages of notes: writing them as drafts, signing them, reading them, and what of them is private."""
