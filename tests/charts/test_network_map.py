"""The network map: one layout for all waves, names that cover nothing, and everything a reader needs inside."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterdynamics.charts.network_map import MAP_WIDTH, Look, change_map, layout, network_map, tie_changes
from clusterdynamics.charts.network_map.drawing import NUMBERED, draw
from clusterdynamics.charts.network_map.labels import Spot, place_labels
from clusterdynamics.charts.network_map.layout import _spread
from clusterdynamics.charts.network_map.markup import element, printable, text
from clusterdynamics.charts.words import text_width
from clusterdynamics.study.network import Network

NS = {"s": "http://www.w3.org/2000/svg"}
NAMES = ["Norrvinge Massa", "Granådal", "Hällmo kommun", "Tekniska högskolan", "Timmer & Co", "Bank", "Logistik Väst"]


def some_network(n: int, seed: int, degree: float = 6.0, *, unlinked: int = 0, directed: bool = False) -> Network:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 4, n)
    chance = np.where(group[:, None] == group[None, :], min(1.0, 3 * degree / n), 0.4 * degree / n)
    matrix = (rng.random((n, n)) < chance) * rng.integers(1, 6, (n, n)).astype(float)
    if not directed:
        matrix = np.triu(matrix, 1)
        matrix = matrix + matrix.T
    matrix[:unlinked] = 0
    matrix[:, :unlinked] = 0
    return Network.from_matrix(matrix, [f"n{i:03d}" for i in range(n)], directed=directed, name="depth", wave="2026")


def look_of(network: Network) -> Look:
    labels = {node: f"{NAMES[i % len(NAMES)]} {i}" for i, node in enumerate(network.nodes)}
    kinds = {node: ("firm", "large_firm", "research", "museum")[i % 4] for i, node in enumerate(network.nodes)}
    return Look(labels, kinds)


def drawn_texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own output
    return [t.text or "" for t in root.iter(f"{{{NS['s']}}}text") if t.get("aria-hidden") is None]


# -- layout ------------------------------------------------------------------------------------------


def test_the_layout_is_the_same_for_all_waves_and_any_order() -> None:
    first, second = some_network(20, 1), some_network(20, 2)
    second = second.subset([n for n in second.nodes if n != "n004"])
    places = layout([first, second], seed=3)
    assert set(places.places) == set(first.nodes)
    shuffled = first.subset(np.random.default_rng(0).permutation(20))
    assert layout([second, shuffled], seed=3) == places
    assert layout([first, second], seed=4) != places


def test_unlinked_organisations_stand_in_their_row_below_the_others() -> None:
    network = some_network(12, 5, unlinked=7)
    places = layout([network])
    assert places.unlinked == network.nodes[:7]
    linked = [y for node, (_x, y) in places.places.items() if node not in places.unlinked]
    assert max(linked) < places.linked_height
    row = [places.places[node] for node in places.unlinked]
    assert all(y > places.linked_height for _x, y in row)
    assert len({y for _x, y in row}) == 2  # five side by side, so seven make two rows
    assert places.height > max(y for _x, y in row)


def test_a_tie_in_any_wave_is_enough_to_be_linked() -> None:
    none, some = some_network(6, 1, unlinked=6), some_network(6, 1, degree=6)
    assert not some.ties[0].any() or "n000" not in layout([none, some]).unlinked
    assert layout([none]).unlinked == none.nodes


def test_small_parts_stand_side_by_side_below_the_large_one() -> None:
    n = 20
    matrix = np.zeros((n, n))
    for i in range(9):  # a chain of ten
        matrix[i, i + 1] = 1
    for i in (10, 12, 14, 16):  # four pairs, more than one row holds
        matrix[i, i + 1] = 1
    for a, b in ((18, 19),):
        matrix[a, b] = 1
    network = Network.from_matrix(np.maximum(matrix, matrix.T), directed=False)
    places = layout([network]).places
    chain = [places[network.nodes[i]][1] for i in range(10)]
    pairs = [places[network.nodes[i]] for i in range(10, 20)]
    assert min(y for _x, y in pairs) > max(chain)
    assert len({round(x) for x, _y in pairs}) > 3
    assert all(0 < x < MAP_WIDTH for x, _y in places.values())


def test_organisations_on_the_same_spot_are_parted() -> None:
    points = _spread(np.zeros((5, 2)) + 100.0, 400, 400)
    gaps = np.sqrt(((points[:, None] - points[None]) ** 2).sum(2))[np.triu_indices(5, 1)]
    assert gaps.min() > 20
    assert _spread(np.array([[10.0, 10.0]]), 400, 400).shape == (1, 2)


def test_twins_and_empty_networks_have_places() -> None:
    pair = Network.from_matrix([[0, 1], [1, 0]], ["a", "b"], directed=False)
    one, other = layout([pair]).places.values()
    assert one != other
    assert layout([Network.from_matrix(np.zeros((0, 0)), [])]).places == {}


# -- names -------------------------------------------------------------------------------------------


def clashes(spots: dict[int, Spot], points: np.ndarray, radii: np.ndarray) -> tuple[int, int]:
    """Return how many pairs of names overlap, and how many names cover an organisation."""
    boxes = [s.box for s in spots.values()]
    names = sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for i, a in enumerate(boxes) for b in boxes[i + 1 :]
    )
    covered = 0
    for left, top, right, bottom in boxes:
        dx = np.clip(points[:, 0], left, right) - points[:, 0]
        dy = np.clip(points[:, 1], top, bottom) - points[:, 1]
        covered += int((dx**2 + dy**2 < radii**2).any())
    return names, covered


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("degree", [3.0, 6.0, 12.0])
def test_42_organisations_are_all_named_and_no_name_covers_anything(seed: int, degree: float) -> None:
    network = some_network(42, seed, degree)
    places = layout([network], seed=seed)
    linked = [n for n in network.nodes if n not in places.unlinked]
    points = np.array([places.places[n] for n in linked])
    radii = np.full(len(linked), 7.5 * 1.6)  # the widest shape reaches 1.56 radii
    look = look_of(network)
    sizes = np.array([(text_width(look.labels[n], 11.5) + 2, 14.0) for n in linked])
    frame = (2.0, 2.0, MAP_WIDTH - 2, places.linked_height - 2)
    spots = place_labels(points, radii, sizes, range(len(linked)), frame=frame, seed=seed)
    assert clashes(spots, points, radii) == (0, 0)
    assert len(spots) == len(linked)
    for spot in spots.values():
        assert frame[0] <= spot.box[0]
        assert spot.box[2] <= frame[2]


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(0, 1000), st.floats(60, 300))
def test_names_never_overlap_however_crowded_it_is(n: int, seed: int, extent: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.random((n, 2)) * extent
    radii, sizes = np.full(n, 5.0), np.column_stack([rng.random(n) * 90 + 10, np.full(n, 13.0)])
    spots = place_labels(points, radii, sizes, range(n), frame=(0, 0, extent, extent), seed=seed)
    assert clashes(spots, points, radii) == (0, 0)


def test_the_important_names_stay_and_taken_places_stay_free() -> None:
    points, radii = np.array([[50.0, 50.0], [52.0, 50.0]]), np.array([3.0, 3.0])
    sizes = np.array([[40.0, 12.0], [40.0, 12.0]])
    narrow = (46.0, 30.0, 100.0, 62.0)
    assert 1 in place_labels(points, radii, sizes, [1, 0], frame=narrow)
    spots = place_labels(points, radii, sizes, [0, 1], frame=(0, 0, 200, 200), taken=[(54.0, 0.0, 200.0, 200.0)])
    assert all(s.box[2] <= 54.0 for s in spots.values())
    everything = [(0.0, 0.0, 200.0, 200.0)]
    assert place_labels(points, radii, sizes, [0, 1], frame=(0, 0, 200, 200), taken=everything) == {}
    assert place_labels(points, radii, sizes * 9, [0], frame=(0, 0, 60, 60)) == {}


def test_names_keep_clear_of_ties_where_they_can() -> None:
    points, radii, sizes = np.array([[100.0, 100.0]]), np.array([5.0]), np.array([[30.0, 12.0]])
    to_the_right = np.column_stack([np.linspace(106, 160, 40), np.full(40, 100.0)])
    frame = (0.0, 0.0, 200.0, 200.0)
    assert place_labels(points, radii, sizes, [0], frame=frame)[0].centre[0] > 100
    assert place_labels(points, radii, sizes, [0], frame=frame, lines=to_the_right)[0].centre[0] < 100


# -- maps --------------------------------------------------------------------------------------------


def test_the_map_says_everything_itself() -> None:
    network = some_network(42, 1, unlinked=2)
    answered = np.array(network.answered)
    answered[5:12] = False
    network = replace(network, answered=answered)
    svg = network_map(
        network,
        layout([network]),
        look_of(network),
        title="Cooperation <2026>",
        alt="A map & words.",
        when="March 2026",
        value_words={1.0: "information", 5.0: "strategic"},
    )
    shown = drawn_texts(svg)
    assert "Cooperation <2026>" in shown
    links = int(network.ties.sum()) // 2
    assert f"March 2026 · 42 organisations · 35 of 42 answered (83%) · {links} links" in shown  # 42 − 7 answered
    for words in ("Firm", "Large firm", "Museum", "information", "strategic", "Not yet linked in any wave"):
        assert words in shown
    assert any("did not answer" in t for t in shown)
    assert "All shapes have the same area." in shown
    assert svg.startswith("<svg")
    assert "<desc>A map &amp; words.</desc>" in svg
    assert "<script" not in svg
    assert sum(label in shown for label in look_of(network).labels.values()) == 42  # all are named
    again = network_map(
        network.subset(list(reversed(network.nodes))).canonical(),
        layout([network]),
        look_of(network),
        title="Cooperation <2026>",
        alt="A map & words.",
        when="March 2026",
        value_words={1.0: "information", 5.0: "strategic"},
    )
    assert again == svg


def test_of_100_organisations_40_are_named_and_the_others_numbered_with_a_key() -> None:
    network = some_network(100, 2)
    look = look_of(network)
    shown = drawn_texts(network_map(network, layout([network]), look, title="t", alt="a"))
    named = [label for label in look.labels.values() if label in shown]
    unlinked = len(layout([network]).unlinked)
    assert 30 <= len(named) - unlinked <= 40
    key = [t for t in shown if t.split("  ")[0].isdigit() and "  " in t]
    assert len(key) == 100 - len(named)
    numbers = [t for t in shown if t.isdigit()]
    assert len(numbers) >= 0.95 * len(key)
    degree = dict(zip(network.nodes, network.ties.sum(1).tolist(), strict=True))
    most = sorted(network.nodes, key=lambda n: (-degree[n], n))[:20]
    assert sum(look.labels[n] in shown for n in most) >= 18  # the most linked keep their names


def test_a_very_large_map_has_no_key() -> None:
    network = some_network(NUMBERED + 10, 3, degree=3)
    shown = drawn_texts(network_map(network, layout([network]), look_of(network), title="t", alt="a"))
    # The five depths stand in the legend as numbers, since no words were given for them.
    assert [t for t in shown if t.isdigit()] == ["1", "2", "3", "4", "5"]
    assert not [t for t in shown if "  " in t]


def test_area_follows_a_measure_only_with_its_words() -> None:
    network = some_network(10, 4)
    places, look = layout([network]), Look({})
    size = {node: float(i) for i, node in enumerate(network.nodes)}
    with pytest.raises(ValueError, match="words"):
        network_map(network, places, look, title="t", alt="a", size=size)
    svg = network_map(network, places, look, title="t", alt="a", size=size, size_words="number of staff")
    assert "Area: number of staff." in drawn_texts(svg)


def test_arrows_only_where_direction_matters_and_mutual_ties_are_bent() -> None:
    matrix = np.array([[0, 1, 1], [1, 0, 0], [0, 0, 0]])
    advice = Network.from_matrix(matrix, ["a", "b", "c"], directed=True, name="advice", wave="1")
    svg = network_map(advice, layout([advice]), Look({}), title="t", alt="a")
    assert svg.count("Q") == 4  # two bent mutual ties, one straight, one in the legend; all with arrowheads
    assert "who names whom" in drawn_texts(svg)
    depth = Network.from_matrix(np.maximum(matrix, matrix.T), ["a", "b", "c"], directed=False, name="d", wave="1")
    plain = network_map(depth, layout([depth]), Look({}), title="t", alt="a")
    assert plain.count("<line") == 2  # two pairs, one line each
    assert "Q" not in plain


def test_without_kinds_all_are_circles() -> None:
    network = some_network(5, 1, degree=5)
    svg = network_map(network, layout([network]), Look({}), title="t", alt="a")
    assert svg.count("<circle") == 5
    assert "Other" not in drawn_texts(svg)


def test_nobody_asked_and_nobody_there() -> None:
    empty = Network.from_matrix(np.zeros((0, 0)), [], name="d", wave="1")
    assert "nobody asked" in " ".join(drawn_texts(network_map(empty, layout([empty]), Look({}), title="t", alt="a")))


@pytest.fixture
def two_waves() -> tuple[Network, Network]:
    nodes = ["a", "b", "c", "d"]
    first = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=float)
    second = np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]], dtype=float)
    second[1, 3] = second[3, 1] = np.nan
    one = Network.from_matrix(first, nodes, directed=False, name="d", wave="2012")
    two = Network.from_matrix(second, nodes, directed=False, name="d", wave="2015")
    return one, two


def test_changes_by_hand(two_waves: tuple[Network, Network]) -> None:
    changes = tie_changes(*two_waves)
    assert changes == {
        "kept": [("a", "b")],
        "new": [("b", "c")],
        "lost": [("a", "c")],
        "not_comparable": [("b", "d")],  # a tie in 2012, not observed in 2015
    }
    assert tie_changes(*two_waves, apart={"c"}) == changes | {"new": [], "lost": []}
    gone = two_waves[1].subset(["a", "b", "c"])
    assert tie_changes(two_waves[0], gone)["not_comparable"] == []  # d is in one wave only


def test_change_map_tells_changes_apart_by_weight_and_dash(two_waves: tuple[Network, Network]) -> None:
    first, second = two_waves[0], two_waves[1].subset(["a", "b", "c"])
    svg = change_map(first, second, layout(two_waves), Look({"a": "Alfa"}), title="t", alt="a", when="then")
    shown = drawn_texts(svg)
    for words in ("kept (1)", "new (1)", "lost (1)", "Alfa"):
        assert words in shown
    assert any("hollow" in t for t in shown)
    assert svg.count('stroke-dasharray="4 3"') == 2  # the lost tie, and its entry in the legend
    assert svg.count('stroke-width="3"') >= 2
    assert "3 organisations compared" in " ".join(shown)
    both = change_map(*two_waves, layout(two_waves), Look({}), title="t", alt="a")
    assert "1 link is not drawn" in " ".join(drawn_texts(both))


def test_changes_agree_with_the_measure() -> None:
    from clusterdynamics.measures.change import tie_changes as measured

    for seed in range(5):
        for directed in (False, True):
            one = some_network(15, seed, directed=directed)
            two = some_network(15, seed + 50, directed=directed).subset(list(range(2, 15)))
            counts, drawn = measured(one, two, actors="stayers"), tie_changes(one, two)
            assert (counts.kept, counts.new, counts.lost) == tuple(len(drawn[k]) for k in ("kept", "new", "lost"))


# -- markup ------------------------------------------------------------------------------------------


@given(st.text())
def test_whatever_a_label_holds_the_picture_stays_a_picture(words: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{text(words, 1, 2, fill=words)}</svg>'
    found = ElementTree.fromstring(svg)[0]  # noqa: S314 - our own output
    assert (found.text or "") == printable(words).replace("\r\n", "\n").replace("\r", "\n")


def test_markup() -> None:
    assert element("g") == "<g/>"
    assert element("g", stroke_width=1.50, x=-0.001, id=None) == '<g stroke-width="1.5" x="0"/>'
    assert printable("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"


def test_hostile_names_stay_words() -> None:
    network = Network.from_matrix([[0, 1], [1, 0]], ["a", "b"], directed=False, name="d", wave="1")
    look = Look({"a": "</text><script>alert(1)</script>", "b": 'x" onload="y'})
    svg = network_map(network, layout([network]), look, title="</title><script>", alt="]]><script>")
    assert "<script" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 - our own output


def test_draw_is_public_for_other_maps() -> None:
    assert callable(draw)


def test_a_map_without_names_says_neither_names_nor_numbers_and_keeps_its_notes() -> None:
    """A page switches names off; what it says about filter and source stays in the picture."""
    network = some_network(70, 1, unlinked=2)
    look, places = look_of(network), layout([network], seed=1)
    options = {"title": "Cooperation", "alt": "A map.", "notes": ["Computed on 70 of 80 organisations."]}
    named, bare = (network_map(network, places, look, named=named, **options) for named in (True, False))
    labels = set(look.labels.values())
    assert any(label in named for label in labels)
    assert not any(label in bare for label in labels)
    assert ">7</text>" not in bare  # numbers stand for names, with a key; 1 to 5 are values of links in the legend
    for svg in (named, bare):
        assert "Computed on 70 of 80 organisations." in svg
    changed = change_map(network, network, places, look, named=False, **options)
    assert "Computed on 70 of 80 organisations." in changed
    assert not any(f">{label}<" in changed for label in labels)
