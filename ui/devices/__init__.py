"""The devices page: the inventory, found by any piece of an identifier."""
