"""The page that explains: what a dose sets in motion, from the blood to the symptoms, for patients and researchers."""
