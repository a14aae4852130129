"""Mutation: the slips that programmers make, made on purpose in correct Python."""
