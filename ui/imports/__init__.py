"""The import page: files looked at, imported, and taken back."""
