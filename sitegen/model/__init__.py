"""The frozen types that stages exchange."""
