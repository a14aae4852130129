"""Kernels that only checkers use."""
