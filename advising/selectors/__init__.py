"""Selectors of advice sessions (`sessions*`) and of the helpline log (`calls*`), one module or package each."""
