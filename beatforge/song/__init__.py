"""Listening: a song file becomes an `Analysis`, plain numbers that everything else is planned from."""
