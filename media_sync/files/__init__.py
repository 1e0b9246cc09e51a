"""Files as such: what they are by their bytes, what they measure, and their thumbnails. Knows no rows."""
