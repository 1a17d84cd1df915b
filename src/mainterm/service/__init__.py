"""The one door: install, open an edition, look up, encode, verify; every surface calls this and nothing below."""
