"""The canonical set: what pictures of a persona there are, how each is made, and the set as it was frozen."""
