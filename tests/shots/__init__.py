"""Takes pictures of every page: ``python -m tests.shots OUT [--scale 2]``."""
