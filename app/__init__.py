"""CNE Helpdesk without its window: everything a script or a test can import."""
