"""What is measured on frames while they are encoded, so that film-wide figures never decode the film again."""
