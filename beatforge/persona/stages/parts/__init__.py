"""What stages are made of: what a pixel looks at, rooms, floors, lamps and beams, people, the figure itself."""
