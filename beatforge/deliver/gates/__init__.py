"""Gates: figures of a finished film against limits. Each gate is one file whose `judge` folds recorded measures."""
