"""Kernels that only solvers use."""
