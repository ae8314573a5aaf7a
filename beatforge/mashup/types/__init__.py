"""The types of mashup, one file each: what a recipe makes of songs and choices. The table is the folder.

Each file has `make(spec, heard, stems, lists) -> EditList`, `CHOICES`, the choices of the language that only it and a
few others have, and where they apply `FEWEST_SONGS`, `NEEDS_WORDS`, `NEEDS` (choices that must be said) and
`uses(spec)`, the songs that are heard where that is not all of them.
"""
