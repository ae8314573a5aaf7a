"""What a persona may never be, held against what a project says: words, terms, negation, company, articles."""
