"""Mutation operators, one file each."""
