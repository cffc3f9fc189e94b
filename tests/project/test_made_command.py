"""`dateline territory made`: the made country's maps, with what a survey of them needs beside them."""

from dateline.project import cli
from dateline.territory.profile_read import profile


def made(folder, *options: str) -> int:
    return cli.run(["territory", "made", "--out", str(folder), "--days", "4", *options])


def test_a_folder_of_maps_its_regions_and_its_profile_are_written(tmp_path):
    assert made(tmp_path / "merrow") == 0

    assert len(list((tmp_path / "merrow" / "maps").iterdir())) == 4
    assert (tmp_path / "merrow" / "regions.geojson").is_file()
    assert profile(str(tmp_path / "merrow" / "profile.toml")).name == "made"


def test_the_same_numbers_give_the_same_maps_and_another_seed_another_country(tmp_path):
    made(tmp_path / "one")
    made(tmp_path / "two")
    made(tmp_path / "three", "--seed", "2")
    first, second, third = (sorted((tmp_path / name / "maps").iterdir())[0] for name in ("one", "two", "three"))

    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != third.read_bytes()


def test_spoiled_maps_come_with_the_list_of_their_defects(tmp_path, capsys):
    cli.run(["territory", "made", "--out", str(tmp_path), "--days", "40", "--spoiled"])

    assert "drop-out" in capsys.readouterr().out
