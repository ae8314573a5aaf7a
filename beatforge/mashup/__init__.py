"""Songs that go together: the song library, compatibility, and the recipes that make a Mix of several songs."""
