"""``verify-sum`` and whoever else reads a bundle: every kind of damage is named, and none is followed."""

import json
import os
import shutil

import pytest

from sqlcompile.bundle.reading import read_bundle
from sqlcompile.bundle.sums import chained, digest, parsed, written
from sqlcompile.cli.run import run
from sqlcompile.errors import BundleError
from tests.bundle.bundles import bundled, contents, shop

ONE = "sqlite/0001_a1_create_the_account_table.up.sql"
TWO = "sqlite/0002_b2_add_a_mail.up.sql"
TWO_DOWN = "sqlite/0002_b2_add_a_mail.down.sql"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    bundled(shop(folder / "p"), folder / "sql", "sqlite")
    return folder / "sql"


@pytest.fixture
def folder(tmp_path, whole, monkeypatch):
    """A copy, in a place where there is no project."""
    shutil.copytree(whole, tmp_path / "sql")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "sql"


def findings(folder):
    return [str(one) for one in read_bundle(folder).verify()]


def sums_of(folder):
    return list(parsed((folder / "sqlcompile.sum").read_text()))


def put_sums(folder, sums, *, again=False):
    """Write the list of hashes; ``again`` makes the chain anew, as one would who wants to hide it."""
    if again:
        sums = chained((one.path, one.sha256) for one in sums)
    (folder / "sqlcompile.sum").write_text(written(sums))


def edit_manifest(folder, edit):
    """Change the manifest, with its hash and the chain made anew."""
    path = folder / "manifest.json"
    value = json.loads(path.read_text())
    edit(value)
    path.write_text(json.dumps(value))
    new = digest(path.read_bytes())
    put_sums(
        folder, [type(one)(one.chain, new if one.path == path.name else one.sha256, one.path) for one in sums_of(folder)],
        again=True,
    )  # fmt: skip


def entry(value, path):
    return next(one for one in value["files"] if one["path"] == path)


def test_a_whole_bundle(folder, capsys):
    before = contents(folder)
    assert run(["verify-sum", "sql"]) == 0
    shown = capsys.readouterr().out
    assert "sql is as it was written: 11 files." in shown
    assert sums_of(folder)[-1].chain in shown
    assert contents(folder) == before


def test_what_is_found_ends_with_1_and_is_named(folder, capsys):
    (folder / ONE).unlink()
    (folder / TWO).write_text("DROP TABLE account;")
    assert run(["-q", "verify-sum", "sql"]) == 1
    assert capsys.readouterr().out == f"{ONE}: missing\n{TWO}: changed since it was written\n"


def test_one_byte(folder):
    for path in contents(folder):
        place = folder / path
        if place.is_dir() or path in {"sqlcompile.sum", "manifest.json"}:
            continue
        content = place.read_bytes()
        place.write_bytes(content[:-1])
        assert findings(folder) == [f"{path}: changed since it was written"]
        place.write_bytes(content)
    assert findings(folder) == []


def test_an_edited_manifest(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"statements": 2', '"statements": 3'))
    assert findings(folder) == ["manifest.json: changed since it was written"]


@pytest.mark.parametrize("name", ["sqlite/0009_x.up.sql", "own.SQL", "deep/er/x.sql"])
def test_an_extra_script(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("DROP TABLE account;")
    (folder / "notes.txt").write_text("no script")
    assert findings(folder) == [f"{name}: not of this bundle"]


def test_a_line_taken_out(folder):
    sums = sums_of(folder)
    put_sums(folder, [one for one in sums if one.path != TWO])
    found = findings(folder)
    assert found[0].startswith(f"sqlcompile.sum, {TWO_DOWN}: this line does not follow")
    assert f"{TWO}: not in sqlcompile.sum" in found
    assert f"{TWO}: not of this bundle" in found


def test_the_last_lines_cut_off(folder):
    put_sums(folder, sums_of(folder)[:-2])
    assert findings(folder) == ["manifest.json: not in sqlcompile.sum"]


def test_a_line_put_in(folder):
    (folder / "sqlite" / "x.sql").write_text("DROP TABLE account;")
    sums = sums_of(folder)
    sums.insert(2, type(sums[0])("0" * 64, digest((folder / "sqlite" / "x.sql").read_bytes()), "sqlite/x.sql"))
    put_sums(folder, sums)
    found = findings(folder)
    assert found[0].startswith("sqlcompile.sum, sqlite/x.sql: this line does not follow")
    assert "sqlite/x.sql: not in manifest.json" in found


def test_two_lines_swapped(folder):
    sums = sums_of(folder)
    sums[0], sums[2] = sums[2], sums[0]
    put_sums(folder, sums)
    assert sum("this line does not follow" in one for one in findings(folder)) >= 2


def test_two_lines_swapped_with_a_chain_made_anew(folder):
    sums = sums_of(folder)
    seal = read_bundle(folder).seal
    sums[0], sums[2] = sums[2], sums[0]
    put_sums(folder, sums, again=True)
    assert findings(folder) == [f"{TWO}: manifest.json has another order: {ONE} is there"]
    assert read_bundle(folder).seal != seal


def test_two_files_swapped(folder):
    one, two = (folder / ONE).read_text(), (folder / TWO).read_text()
    (folder / ONE).write_text(two)
    (folder / TWO).write_text(one)
    assert findings(folder) == [f"{path}: changed since it was written" for path in (ONE, TWO)]


def test_a_changed_file_with_its_hash_and_chain_made_anew(folder):
    (folder / TWO).write_text("DROP TABLE account;")
    new = digest((folder / TWO).read_bytes())
    sums = [type(one)(one.chain, new if one.path == TWO else one.sha256, one.path) for one in sums_of(folder)]
    put_sums(folder, sums, again=True)
    assert findings(folder) == [f"{TWO}: manifest.json and sqlcompile.sum have different hashes of it"]


def test_a_gap(folder):
    for path in (TWO, TWO_DOWN):
        (folder / path).unlink()
    put_sums(folder, [one for one in sums_of(folder) if one.path not in (TWO, TWO_DOWN)], again=True)
    edit_manifest(
        folder,
        lambda value: value.update(files=[one for one in value["files"] if one["path"] not in (TWO, TWO_DOWN)]),
    )
    assert findings(folder) == [
        f"sqlite/0003_c3_index_names.up.sql: does not follow {ONE}: one between them is missing"
    ]


def refused(folder, capsys):
    """Return what the command says of a folder that it does not read."""
    assert run(["verify-sum", str(folder)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


def test_no_bundle(tmp_path, capsys):
    assert "is no folder" in refused(tmp_path / "none", capsys)
    (tmp_path / "file").write_text("x")
    assert "is no folder" in refused(tmp_path / "file", capsys)
    (tmp_path / "empty").mkdir()
    assert "there is no manifest.json" in refused(tmp_path / "empty", capsys)


def test_half_a_character_is_no_path(folder, capsys):
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace(f'"{TWO}"', f'"\\ud800{TWO}"'))
    assert "is no place in this folder" in refused(folder, capsys)


def test_no_list_of_hashes(folder, capsys):
    (folder / "sqlcompile.sum").unlink()
    assert "there is no sqlcompile.sum" in refused(folder, capsys)


@pytest.mark.parametrize("size", [0, 1, 100, -2])
def test_a_truncated_manifest(folder, capsys, size):
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:size])
    assert "manifest.json is no whole JSON text" in refused(folder, capsys)


@pytest.mark.parametrize("text", [b"\xff\xfe{}", b"[" * 100_000, b'{"a": NaN'])
def test_no_json(folder, capsys, text):
    (folder / "manifest.json").write_bytes(text)
    assert "manifest.json is no whole JSON text" in refused(folder, capsys)


@pytest.mark.parametrize(
    "text",
    ["[]", "null", '"x"', "{}", '{"name": "web-app", "short_name": "x"}', '{"format": 1, "tool": {"name": "x"}}'],
)
def test_a_manifest_that_is_not_ours(folder, capsys, text):
    (folder / "manifest.json").write_text(text)
    assert "manifest.json is not one of sqlcompile's" in refused(folder, capsys)


def test_a_newer_format(folder, capsys):
    edit_manifest(folder, lambda value: value.update(format=2, other="x"))
    said = refused(folder, capsys)
    assert "format 2; this version of sqlcompile reads formats up to 1" in said
    assert "use that version, or a newer one" in said


def test_a_newer_list_of_hashes(folder, capsys):
    path = folder / "sqlcompile.sum"
    path.write_text(path.read_text().replace("sum/1", "sum/2"))
    assert "sqlcompile.sum is in format 2" in refused(folder, capsys)


@pytest.mark.parametrize(
    "path",
    ["../x.sql", "sqlite/../../x.sql", "/etc/x.sql", "C:/x.sql", "c:x.sql", "sqlite\\x.sql", "..\\x.sql",
     "sqlite//x.sql", "./x.sql", "sqlite/.", "", "x\n.sql", "x\0.sql", "//host/x.sql"],
)  # fmt: skip
def test_a_name_that_leaves_the_folder(folder, capsys, path):
    before = contents(folder)
    edit_manifest(folder, lambda value: entry(value, TWO).update(path=path))
    said = refused(folder, capsys)
    assert "is no place in this folder" in said or '"path" is' in said
    for name, text in before.items():
        if text is not None:
            (folder / name).write_bytes(text)
    if "\n" in path or not path:
        return
    sums = sums_of(folder)
    sums[0] = type(sums[0])(sums[0].chain, sums[0].sha256, path)
    put_sums(folder, sums)
    assert "is no place in this folder" in refused(folder, capsys)


@pytest.mark.parametrize("what", [ONE, "sqlite", "manifest.json", "sqlcompile.sum", "README.md"])
def test_a_link(tmp_path, folder, capsys, what):
    kept = tmp_path / "kept"
    (folder / what).rename(kept)
    (folder / what).symlink_to(kept)
    assert "is a link in the place of" in refused(folder, capsys)


def test_a_link_to_nothing_and_a_pipe(folder, capsys):
    (folder / ONE).unlink()
    (folder / ONE).symlink_to("nowhere")
    assert "is a link in the place of a file" in refused(folder, capsys)
    (folder / ONE).unlink()
    os.mkfifo(folder / ONE)
    assert "is something else in the place of a file" in refused(folder, capsys)
    (folder / ONE).unlink()
    (folder / ONE).mkdir()
    assert "is something else in the place of a file" in refused(folder, capsys)


def test_a_linked_script_that_nobody_named(tmp_path, folder):
    (tmp_path / "x.sql").write_text("DROP TABLE account;")
    (folder / "x.sql").symlink_to(tmp_path / "x.sql")
    assert findings(folder) == ["x.sql: not of this bundle"]


def test_the_folder_itself_may_be_a_link(tmp_path, folder):
    (tmp_path / "current").symlink_to(folder)
    assert findings(tmp_path / "current") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#sqlcompile.sum/1\n", "", "its first line is not #sqlcompile.sum/1"),
        ("  sqlite/0002", " sqlite/0002", "Line 4 of sqlcompile.sum is not"),
        (TWO_DOWN, TWO, "Line 5 of sqlcompile.sum names sqlite/0002_b2_add_a_mail.up.sql a second time"),
        ("manifest.json\n", "manifest.json", "ends in the middle of a line"),
        ("manifest.json\n", "manifest.json\nabc", "Line 13 of sqlcompile.sum is not"),
    ],
)
def test_a_list_that_is_none(folder, capsys, old, new, said):
    path = folder / "sqlcompile.sum"
    path.write_text(path.read_text().replace(old, new, 1))
    assert said in refused(folder, capsys)


def test_a_list_of_other_bytes(folder, capsys):
    (folder / "sqlcompile.sum").write_bytes(b"\xff\xfe")
    assert "sqlcompile.sum is not a text in UTF-8" in refused(folder, capsys)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "sideways"), ("from", "a1"), ("from", [1]), ("statements", True), ("statements", -1), ("sha256", None),
     ("transactional", "yes"), ("position", "2"), ("revision", None), ("dialect", ""), ("unheard", 1),
     ("path", "sqlite/x.txt"), ("irreversible", 3)],
)  # fmt: skip
def test_an_entry_that_says_it_wrongly(folder, capsys, name, value):
    edit_manifest(folder, lambda manifest: entry(manifest, TWO).update({name: value}))
    assert "does not say rightly" in refused(folder, capsys)


@pytest.mark.parametrize(
    ("name", "value"),
    [("files", {}), ("files", ["x"]), ("databases", None), ("databases", [1]), ("style", []), ("range", 1),
     ("format", 0), ("format", "1")],
)  # fmt: skip
def test_a_manifest_that_says_it_wrongly(folder, capsys, name, value):
    edit_manifest(folder, lambda manifest: manifest.update({name: value}))
    assert "does not say rightly" in refused(folder, capsys)


def test_one_file_named_twice(folder, capsys):
    edit_manifest(folder, lambda manifest: manifest["files"].append(manifest["files"][0]))
    assert f"manifest.json names {ONE} twice" in refused(folder, capsys)


def test_a_script_is_read_with_its_hash(folder):
    bundle = read_bundle(folder)
    first, second, _ = bundle.entries("up", "sqlite")
    assert bundle.read(first) == (folder / ONE).read_bytes()
    (folder / ONE).write_text("DROP TABLE account;")
    (folder / TWO).unlink()
    with pytest.raises(BundleError, match="not as it was written"):
        bundle.read(first)
    with pytest.raises(BundleError, match="is missing"):
        bundle.read(second)


def test_what_is_read_is_what_was_written(folder):
    text = (folder / "manifest.json").read_text()
    assert read_bundle(folder).manifest.text() == text
