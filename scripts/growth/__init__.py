"""The parts of scripts/grow."""
