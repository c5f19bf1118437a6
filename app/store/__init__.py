"""The only SQL: the encrypted store, its schema, its data map and its queries."""
