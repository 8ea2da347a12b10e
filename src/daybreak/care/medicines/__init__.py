"""The medicines this programme knows by their generic names, what class each is of, and how a name is recognised."""
