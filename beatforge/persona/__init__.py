"""Personas: a rigged figure as data, and the performer that shows it."""
