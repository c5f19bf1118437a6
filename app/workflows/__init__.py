"""What a user can do; the window and the command line call these and nothing below."""
