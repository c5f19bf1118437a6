"""The command palette: every action, ticket, device and person by a few letters."""
