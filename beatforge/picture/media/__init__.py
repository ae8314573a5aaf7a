"""One file per medium; each holds one `MEDIUM`."""
