"""Recipes that come with synth."""
