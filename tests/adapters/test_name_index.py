"""The file of a name index: mapped as it was written, refused when it is not whole, never half replaced."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from duecare.adapters.name_index import load, save
from duecare.kernel.errors import BadInput

ROW = np.dtype([("codes", np.uint8, (5,)), ("weight", np.float32), ("place", np.int64)], align=True)


def arrays(seed: int = 1) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    rows = np.zeros(7, ROW)
    rows["codes"], rows["weight"] = draw.integers(0, 99, (7, 5)), draw.random(7)
    return {"rows": rows, "numbers": draw.integers(0, 9, (3, 4)), "nothing": np.zeros((0, 3), np.float32)}


def test_what_was_saved_is_mapped_again_with_its_types_and_shapes(tmp_path: Path) -> None:
    save(tmp_path / "index", arrays(), {"format": 7})
    found, about = load(tmp_path / "index")
    assert about == {"format": 7}
    for name, values in arrays().items():
        assert (found[name].dtype, found[name].shape) == (values.dtype, values.shape)
        assert np.array_equal(found[name], values)


def test_changing_what_was_mapped_changes_no_file(tmp_path: Path) -> None:
    save(tmp_path / "index", arrays(), {})
    before = (tmp_path / "index").read_bytes()
    load(tmp_path / "index")[0]["numbers"][:] = 0
    assert (tmp_path / "index").read_bytes() == before


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    save(tmp_path / "whole", arrays(), {})
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "part").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadInput) as caught:
        load(tmp_path / "part")
    assert "part" in str(caught.value)
    assert "Build the index anew" in str(caught.value)


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "index", arrays(), {})
    whole = bytearray((tmp_path / "index").read_bytes())
    whole[30:60] = b"\xff" * 30
    (tmp_path / "damaged").write_bytes(whole)
    (tmp_path / "other").write_bytes(b"%PDF-1.7 and so on" * 50)
    for name in ("damaged", "other", "absent"):
        with pytest.raises(BadInput):
            load(tmp_path / name)
    with pytest.raises(BadInput):
        load(tmp_path)  # a folder


def test_two_saves_at_once_leave_one_whole_file_and_no_draft(tmp_path: Path) -> None:
    place = tmp_path / "index"
    many = {seed: {"numbers": np.full(200_000, seed)} for seed in range(4)}
    threads = [threading.Thread(target=save, args=(place, many[seed], {"seed": seed})) for seed in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, about = load(place)
    assert np.array_equal(found["numbers"], many[about["seed"]]["numbers"])
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_whoever_has_it_open_keeps_what_was_opened(tmp_path: Path) -> None:
    save(tmp_path / "index", {"numbers": np.arange(1000)}, {})
    before, _ = load(tmp_path / "index")
    save(tmp_path / "index", {"numbers": np.zeros(5)}, {})
    assert np.array_equal(before["numbers"], np.arange(1000))
    assert len(load(tmp_path / "index")[0]["numbers"]) == 5
