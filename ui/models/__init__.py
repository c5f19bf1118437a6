"""Models that lists of any size are shown by."""
