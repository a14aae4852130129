"""`--out`: never onto what is read, through links, and only in the place of a file."""

from __future__ import annotations

from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[1] / "fixtures" / "grammars" / "reference.lark"


def test_a_file_that_is_read_is_not_written(synth, tmp_path: Path) -> None:
    path, link = tmp_path / "grammar.jsonl", tmp_path / "link.jsonl"
    path.write_text('start: "a" -> a | WORD -> word\nWORD: /[b-z]+/\n')
    link.symlink_to(path)
    words = tmp_path / "words.jsonl"
    words.write_text("b\n")
    before = path.read_bytes()
    for out in (path, link, words):
        done = synth(
            "enumerate", "--grammar", path, "--depth", 0, "--terminal", f"WORD=@{words}", "--out", out
        )
        named = words if out == words else path
        fault = f"--out {out} is {named}, which is read: give another name\n"
        assert (done.returncode, done.stderr) == (2, fault)
    assert (path.read_bytes(), words.read_text()) == (before, "b\n")


def test_a_link_is_followed(synth, tmp_path: Path) -> None:
    target, link = tmp_path / "folder" / "real.jsonl", tmp_path / "link.jsonl"
    target.parent.mkdir()
    link.symlink_to(target)
    for _ in range(2):
        assert synth("enumerate", "--grammar", REFERENCE, "--depth", 0, "--out", link).returncode == 0
        assert link.is_symlink()
        assert len(target.read_text().splitlines()) == 4
    assert [path.name for path in target.parent.iterdir()] == ["real.jsonl"]


def test_what_is_no_file_is_not_replaced(synth, tmp_path: Path) -> None:
    (tmp_path / "full.jsonl").symlink_to("/dev/full")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    long = tmp_path / ("x" * 260 + ".jsonl")
    for out, why in (
        (tmp_path / "full.jsonl", "what is there is no file"),
        (tmp_path / "folder.jsonl", "what is there is no file"),
        (tmp_path / "loop.jsonl", ""),
        (long, "File name too long"),
    ):
        done = synth("enumerate", "--grammar", REFERENCE, "--depth", 0, "--out", out)
        assert done.returncode == 2
        assert done.stderr.startswith(f"cannot write {out}: {why}")
        assert done.stderr.count("\n") == 1
    assert Path("/dev/full").is_char_device()
    just = tmp_path / ("x" * 249 + ".jsonl")
    assert synth("enumerate", "--grammar", REFERENCE, "--depth", 0, "--out", just).returncode == 0
