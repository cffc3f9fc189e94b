"""`dateline territory made`: writes the maps of a country that does not exist, to try a survey with."""

from pathlib import Path

import click

FORMATS = ("geojson", "geojson.gz", "topojson", "kml", "kmz", "esri", "shapefile", "geopackage")


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the maps.")
@click.option(
    "--days", type=click.IntRange(2, 2000), default=92, show_default=True, help="Daily maps from 1 March 2024."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number is another country.")
@click.option("--as", "kind", type=click.Choice(FORMATS), default="geojson", show_default=True, help="Their format.")
@click.option("--spoiled", is_flag=True, help="With every defect that real series were seen with, once each.")
def command(out: Path, days: int, seed: int, kind: str, spoiled: bool) -> None:
    """Write dated maps of Merrow, a country that does not exist.

    Into `maps` goes a map a day; beside it lie `regions.geojson`, its six regions, and `profile.toml`, how the maps are
    read. The same numbers give the same bytes.
    """
    from dateline.territory.made.defects import everything
    from dateline.territory.made.series import made_profile, series
    from dateline.territory.made.write import write_folder

    made = series(seed, days=days)
    found = everything(made) if spoiled else None
    paths = write_folder(found.series if found else made, out, kind=kind)
    (out / "profile.toml").write_text(made_profile().text, encoding="utf-8")
    click.echo(f"{len(paths)} maps in {out / 'maps'}, with regions.geojson and profile.toml beside them")
    for defect in found.defects if found else ():
        click.echo(f"{defect.shown}  {defect.kind}")
