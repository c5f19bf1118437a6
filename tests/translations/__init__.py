"""The catalogue of Dutch texts: complete, and compiled from its source."""
