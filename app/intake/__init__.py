"""Bytes from outside in, model objects out; nothing here keeps or sends anything."""
