"""The retention page: rules, holds and purges."""
