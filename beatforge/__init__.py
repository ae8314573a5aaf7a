"""beatforge renders music videos from a text file, the way make builds programs."""
