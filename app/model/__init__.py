"""What the program speaks about: frozen records and rules, without input or output."""
