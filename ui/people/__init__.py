"""The people and organisations pages."""
