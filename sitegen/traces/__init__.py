"""What cameras, phones and programs wrote into files that are published as they are, taken out."""
