"""What writes: submitting, the receipt's acts, the editors' acts, publishing, forgetting."""
