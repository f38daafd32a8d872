"""通知、报告 and other 公文, typed here and taken away as a file."""
