"""Advice sessions: the appointment, the people who came, notes, threads and links."""

__all__: list[str] = []
