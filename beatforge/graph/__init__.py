"""The engine room: targets, keys, store, trace, staleness and execution; it knows nothing of music or film."""
