"""The window on a real X server, with the keyring of a real session."""
