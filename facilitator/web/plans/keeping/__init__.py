"""What outlasts an edit: a plan's versions, templates, the addresses it is read at, and blocks that
go to another plan."""
