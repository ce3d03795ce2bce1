"""What the desk keeps beside a check-in: what will be asked, how many were in the room, words that
wait to be read, and a private tally of paper slips. None of it is ever merged with a release."""
