"""The helpline log: anonymous calls."""

__all__: list[str] = []
