"""The project's past as git keeps it: labels, versions, history, merges, and the lock. Reads git's objects only."""
