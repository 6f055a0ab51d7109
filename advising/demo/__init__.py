"""Synthetic years of the helpline log and the advice sessions; the counted year has the published figures."""

from advising.demo.build import build

__all__ = ["build"]
