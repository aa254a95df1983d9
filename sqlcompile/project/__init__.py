"""What is on disk: the revisions, their graph, the ways to name them, and the plan of steps."""
