"""Model objects in, bytes out: packages, reports and their signatures."""
