"""Takes named regions from a boundary file, whatever its property for the name is called."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.territory.core.repair import Piece, RepairRules, repair
from dateline.territory.core.values import Finding, Ground, Input
from dateline.territory.read.values import Feature, Layer, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRegions:
    """Regions in degrees, in the order of the file; several features of one name are one region."""

    regions: tuple[tuple[str, Ground], ...]
    property: str
    source: Input
    findings: tuple[Finding, ...] = ()


def named_regions(layer: Layer, properties: Sequence[str] = ()) -> NamedRegions | Unreadable:
    """The regions of a boundary file; ``properties`` are asked first for their names, then what tells them apart."""
    name = layer.source.name
    features = [f for f in layer.features if f.ground is not None]
    if not features:
        return Unreadable(name=name, reason="it has no ground, so no regions")
    chosen = _name_property(features, properties)
    if not chosen:
        return Unreadable(name=name, reason="none of its properties names the regions apart")
    pieces = [
        Piece(control=str(f.properties.get(chosen)), ground=f.ground, name=str(f.properties.get(chosen)))
        for f in features
    ]
    found: list[Finding] = []
    regions = []
    for region in dict.fromkeys(piece.control for piece in pieces):
        # Regions are mended one by one: where two overlap, that is their maker's word.
        mended = repair([p for p in pieces if p.control == region], name, rules=RepairRules())
        found += mended.findings
        if mended.fault:
            return Unreadable(name=name, reason=mended.fault)
        regions += [(region, ground) for ground in mended.ground.values()]
    return NamedRegions(regions=tuple(regions), property=chosen, source=layer.source, findings=tuple(found))


def _name_property(features: Sequence[Feature], properties: Sequence[str]) -> str:
    for name in properties:
        if all(isinstance(f.properties.get(name), str) and f.properties[name] for f in features):
            return name
    texts = [n for n, v in features[0].properties.items() if isinstance(v, str)]
    telling = [n for n in texts if len({f.properties.get(n) for f in features}) == len(features)]
    named = [n for n in telling if "name" in n.casefold()]
    return next(iter([*named, *telling]), "")
