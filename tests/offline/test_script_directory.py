"""The revisions as env.py and migrations ask for them."""

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.offline.script_directory import ScriptDirectory
from sqlcompile.project.config import load_config
from tests.projects import Project


def test_a_label_is_on_all_revisions_of_its_branch(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", branch_labels="accounts", down=None)
    project.revision("a2")
    project.revision("x1", down=None)
    config = load_config(tmp_path)
    found = ScriptDirectory(config, read_graph(config))
    labels = {name: found.get_revision(name).branch_labels for name in ("a1", "a2", "x1")}
    assert labels == {"a1": {"accounts"}, "a2": {"accounts"}, "x1": set()}
