"""The verbs of the ombud's work, by noun. Each locks, looks again, writes, and says no with a sentence."""
