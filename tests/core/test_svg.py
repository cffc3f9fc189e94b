"""An exhibit's picture keeps its shapes and words, and nothing that runs, loads, or reaches outside itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.claims.core.svg import BadSvg, clean_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def cleaned(inside: str, **words: str) -> str:
    return clean_svg(f"{OPEN}{inside}</svg>", **{"title": "A chart", "about": "What it shows", **words})


HOSTILE = [
    "<script>alert(1)</script>",
    '<rect onclick="alert(1)" width="1"/>',
    '<a href="javascript:alert(1)"><rect width="1"/></a>',
    '<image href="https://elsewhere.example.org/pixel.png"/>',
    '<use href="https://elsewhere.example.org/a.svg#x"/>',
    '<use xlink:href="data:image/svg+xml;base64,AAAA"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">alert</p></foreignObject>',
    "<style>* { fill: url(https://elsewhere.example.org/) }</style>",
    '<rect style="fill: url(https://elsewhere.example.org/a)" width="1"/>',
    '<rect fill="url(https://elsewhere.example.org/a#b)" width="1"/>',
    '<rect fill="URL( //elsewhere.example.org )" width="1"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    '<title><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/></title>',
    "<desc><![CDATA[</desc><script>alert(1)</script>]]></desc>",
    '<text><handler xmlns="http://www.w3.org/2001/xml-events">alert</handler></text>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    '<rect class="toast skip" id="head" width="1"/>',
    '<rect style="background-image: url(https://elsewhere.example.org)" width="1"/>',
]


@pytest.mark.parametrize("inside", HOSTILE)
def test_nothing_that_runs_or_loads_comes_through(inside):
    shown = cleaned(inside)

    assert not re.search(r"script|on\w+=|elsewhere|javascript|data:|foreign|style|toast|alert\(1\)\"|id=\"head", shown)


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<p>no</p>",
        "<svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{OPEN}&a;</svg>',
        f"{OPEN}{'<g/>' * 20_001}</svg>",
        f"{OPEN}{' ' * 600_001}</svg>",
        "<svg xmlns='http://www.w3.org/1999/xhtml' viewBox='0 0 1 1'/>",
    ],
)
def test_what_is_no_picture_is_refused(svg):
    with pytest.raises(BadSvg):
        clean_svg(svg, title="A chart")


def test_shapes_words_and_looks_stay():
    shown = cleaned(
        '<g class="mark-rule role-axis"><rect x="1" width="3" style="fill: #345; cursor: help"/><text>May</text></g>'
    )

    assert '<g class="mark-rule role-axis">' in shown
    assert '<rect x="1" width="3" fill="#345"/>' in shown
    assert "<text>May</text>" in shown


def test_a_picture_opens_with_its_title_and_what_it_shows():
    root = etree.fromstring(cleaned("<title>Another</title>", title="Ground & water", about="<b>"))

    assert [child.text for child in root] == ["Ground & water", "<b>"]
    assert (root.get("role"), root.get("aria-label")) == ("img", "Ground & water")


def test_names_inside_two_pictures_never_meet():
    one, other = (cleaned(f'<clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/><rect y="{n}"/>') for n in (1, 2))

    names = re.findall(r'id="([^"]+)"', one)
    assert not set(names) & set(re.findall(r'id="([^"]+)"', other))
    assert f'clip-path="url(#{names[0]})"' in one
    assert f'href="#{names[0]}"' in one


def test_a_fixed_size_gives_the_picture_its_box():
    shown = clean_svg('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200px"/>', title="A")

    assert 'viewBox="0 0 600 200"' in shown


TAGS = st.sampled_from(["g", "rect", "text", "script", "a", "title", "use", "style", "image"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "fill", "href", "onload", "class", "style", "d"]),
    st.sampled_from(["a", "url(#a)", "#a", "javascript:x", "fill:red;clip-path:url(#a)", "mark-x y", "M0 0"]),
    max_size=3,
)
TREES = st.recursive(
    st.text(alphabet="ab<&é ", max_size=4),
    lambda inner: st.tuples(TAGS, ATTRIBUTES, st.lists(inner, max_size=3)),
    max_leaves=8,
)


def written(tree) -> str:
    if isinstance(tree, str):
        return tree.replace("&", "&amp;").replace("<", "&lt;")
    tag, attributes, inside = tree
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{said}>{''.join(map(written, inside))}</{tag}>"


@given(TREES)
def test_cleaning_again_changes_nothing(tree):
    once = cleaned(written(tree))

    assert clean_svg(once, title="A chart", about="What it shows") == once
