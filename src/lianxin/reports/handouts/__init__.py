"""Sheets made of a registered list: sign-in, tick, labels, envelopes."""
