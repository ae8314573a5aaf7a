"""The picture without weights: motifs (what is seen) painted by media (how it is painted), moved by music."""
