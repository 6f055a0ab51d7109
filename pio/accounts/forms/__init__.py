"""Forms of accounts, by who fills them in."""
