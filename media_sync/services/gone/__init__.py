"""What is gone at Imgur: brought back as new, and found again by its old address."""
