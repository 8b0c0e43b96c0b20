"""What is live, where and in which order."""
