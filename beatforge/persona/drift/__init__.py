"""Drift without weights: whether pictures still show the persona of a canonical set, by outline and by colours."""
