"""Pages that join the parts."""
