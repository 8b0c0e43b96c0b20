"""What earlier builds learnt; losing it costs time and never correctness."""
