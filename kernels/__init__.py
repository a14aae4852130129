"""Numba kernels: numbers, arrays and byte tables; nothing of the engine is known here."""
