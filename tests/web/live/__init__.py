"""The live stream without a web server: the same threads, listeners and frames, over rows kept in a list."""
