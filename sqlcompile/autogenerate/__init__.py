"""From one schema to another: the operations that lead there."""
