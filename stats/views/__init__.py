"""Pages of the figures: the running year, published years, and the manager's work on a report."""
