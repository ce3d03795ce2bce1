"""What is held of a group and of an account, and how an account is forgotten."""
