"""Long proofs: each module has ``drill(*, long, say)`` and is run by ``lianxin drill NAME``."""
