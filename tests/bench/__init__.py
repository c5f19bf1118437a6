"""Measurements: the program beside bare SQL on the same store; ``python -m tests.bench``."""
