"""Snapshots of a store and their return."""
