"""Solvers, one file a family: a tree in, a question with its steps and answer out."""
