"""What getting in costs, next to the hash it cannot do without."""
