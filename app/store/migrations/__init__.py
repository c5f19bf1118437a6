"""Numbered SQL files, each one step from an older store to a newer one."""
