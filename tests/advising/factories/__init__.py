"""Factories of advice sessions (`sessions`) and of the helpline log (`calls`)."""
