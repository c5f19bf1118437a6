"""The wizard of a purge: a widget for each step, which only shows what the workflow says."""
