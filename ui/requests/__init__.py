"""The requests page: the list with its due dates, and the guided request."""
