"""The store's key: who may open it and with what."""
