"""One file per motif; each holds `COMPOSITIONS`, `arrange` and `paint`."""
