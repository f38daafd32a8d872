"""Words for what the trail holds of itself."""

AUDIT = {
    "audit.open_chain": "建立审计链",
    "audit.verify_chains": "核对审计链",
}
