"""Rosters of courtyards: 院坝 → 楼栋 → 单元, one line a stairway, a building or a courtyard."""
