"""The pictures members recognise the real office by."""
