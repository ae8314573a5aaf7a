"""Where a persona performs: one file per stage, by the name that themes give; `parts/` is what they share."""
