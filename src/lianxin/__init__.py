"""连心桥: the register, the ledgers and the daily work of a community's Party building."""

__version__ = "0.1.0"
