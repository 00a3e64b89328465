"""What both sides of the signer's socket share. Nothing here knows Django or the database."""
