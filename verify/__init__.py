"""Checkers, one file a family: they read only what a learner reads."""
