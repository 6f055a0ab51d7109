"""Conversation groups: led (slow open and closed), their waiting lists and attendance, and self-run groups."""
