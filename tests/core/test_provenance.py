"""A figure's key hangs on what went in and what was asked, and on nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.claims.core.provenance import (
    BadDerivation,
    Derivation,
    Input,
    What,
    check_derivation,
    derivation_from_json,
    derivation_hash,
    derivation_to_json,
    figure_key,
)

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
INPUTS = st.lists(st.builds(Input, name=st.text(max_size=5), sha256=HASHES, size=st.integers(0, 9)), min_size=1)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
DERIVATIONS = st.builds(
    Derivation,
    method=st.just("territory"),
    version=st.text(min_size=1, max_size=3),
    inputs=INPUTS.map(tuple),
    profile=st.text(max_size=5),
    parameters=st.dictionaries(st.text(max_size=5), SCALARS, max_size=3),
)


@given(DERIVATIONS, st.randoms())
def test_the_order_in_which_files_were_read_decides_nothing(derivation, random):
    inputs = list(derivation.inputs)
    random.shuffle(inputs)

    assert derivation_hash(replace(derivation, inputs=tuple(inputs))) == derivation_hash(derivation)


@given(DERIVATIONS)
def test_a_derivation_is_read_back_with_its_hash(derivation):
    assert derivation_hash(derivation_from_json(derivation_to_json(derivation))) == derivation_hash(derivation)


@given(DERIVATIONS, HASHES)
def test_another_input_makes_another_figure(derivation, sha256):
    more = replace(derivation, inputs=(*derivation.inputs, Input(name="x", sha256=sha256)))
    known = sha256 in {each.sha256 for each in derivation.inputs}

    assert (derivation_hash(more) == derivation_hash(derivation)) is known


@pytest.mark.parametrize(
    "change", [{"method": "other"}, {"version": "2"}, {"profile_sha256": "c" * 64}, {"parameters": {"by": "week"}}]
)
def test_whatever_decides_a_figure_is_in_its_key(change):
    made = Derivation(method="territory", version="1", inputs=(Input(name="a", sha256="a" * 64),))
    what = What(series="s", measure="net", unit="km²")

    assert figure_key(what, replace(made, **change)) != figure_key(what, made)
    assert figure_key(replace(what, region="North"), made) != figure_key(what, made)


def test_libraries_are_told_and_decide_nothing():
    made = Derivation(method="territory", version="1", inputs=(Input(name="a", sha256="a" * 64),))

    assert derivation_hash(replace(made, libraries={"shapely": "2.1"})) == derivation_hash(made)


@pytest.mark.parametrize(
    "broken", [{"inputs": ()}, {"method": ""}, {"inputs": (Input(name="a", sha256="A" * 64),)}, {"profile_sha256": "x"}]
)
def test_a_derivation_that_nobody_could_follow_is_refused(broken):
    made = Derivation(method="territory", version="1", inputs=(Input(name="a", sha256="a" * 64),))

    with pytest.raises(BadDerivation):
        check_derivation(replace(made, **broken))
