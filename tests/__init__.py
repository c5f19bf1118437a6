"""Promises of the program, told as tests."""
