"""Believable, made-up Dutch example data, the same for the same seed; nothing here does I/O.

Everybody and every address is invented, at domains kept for examples. ``world`` makes the
people, devices and tickets of a demonstration, ``stream`` any number of tickets for
measurements, ``files`` the mails and the inventory file that a demonstration takes in.
"""
