"""The packages page: making one step by step, those that were made, and checking one."""
