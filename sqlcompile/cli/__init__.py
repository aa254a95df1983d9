"""The command line: one file a command, each thin: parse, call, print.

Starting up imports typer, :mod:`sqlcompile.cli.app` and the module of the one command that was
typed; what that command needs, it imports when it runs.
"""
