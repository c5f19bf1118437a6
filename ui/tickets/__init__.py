"""The tickets page: the list, the conversation and what can be done with them."""
