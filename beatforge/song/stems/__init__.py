"""Stems of a song: voices and instruments apart from each other, as sound files that add up to the song."""
