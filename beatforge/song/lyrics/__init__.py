"""Lyrics files: each format's reader, and the lines and words that they give."""
