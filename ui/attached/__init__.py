"""Files that came with messages, wherever they are shown: read, looked at, saved and opened."""
