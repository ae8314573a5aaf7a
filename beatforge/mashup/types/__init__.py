"""The types of mashup, one file each: what a recipe makes of songs and choices. The table is the folder.

Each file has `make(spec, heard, stems) -> EditList`, `CHOICES`, the choices of the language that only it and a few
others have, and where they apply `FEWEST_SONGS`, `NEEDS_WORDS` and `NEEDS` (choices that must be said).
"""
