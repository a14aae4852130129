"""Tools for proofs that judge nothing: formulas, truth tables, a Z3 session."""
