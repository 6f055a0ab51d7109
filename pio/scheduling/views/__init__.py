"""Staff pages of the time engine: `availability` (who is there when) and `closures` (closed days)."""
