"""Mutation operators: a file for each group of slips that belong together; the folder is the registry."""
