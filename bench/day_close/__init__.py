"""What the close of a day costs, beside the bare SQL that writes as many rows."""
