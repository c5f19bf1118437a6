"""The privacy policy P-130 as data, and the working-day clock it promises by."""
