"""What scripts/bench consists of: command.py is the way in."""
