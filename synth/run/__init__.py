"""Runs: a recipe becomes a plan, the plan units, the units parts, the parts a dataset.

What is made depends on the recipe and the version alone: not on workers, time, or how often the run was
killed. A worker writes a unit's part under a temporary name and renames it; the line that the coordinator
then appends to the journal is the commit, and a part without one does not exist.
"""
