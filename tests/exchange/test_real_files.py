"""Real files of other programs, with counts from the README beside them, their own headers or published work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clusterdynamics.exchange import ExchangeError, GraphData, ReadOptions, read_graph, sniff_format

FILES = "formats"


def links(graph: GraphData, name: str | None = None) -> int:
    """Links among different nodes; a diagonal is no link."""
    return sum(1 for e in graph.relation(name).edges if e.value and e.source != e.target)


@pytest.mark.parametrize(
    ("file", "form", "nodes", "counts"),
    [
        # README of the data: 10 organisations with 49 and 22 ties.
        ("Knoke_Bureaucracies_Network.pajek", "pajek", 10, {"Information exchange": 49, "Money exchange": 22}),
        # README of the data: 11 nodes and 41 ties.
        ("StudentGov.paj", "pajek", 11, {"ties": 41}),
        # reference_numbers.json: advice_arcs 190, friend_arcs 102, reports_arcs 20.
        (
            "Krackhardt_High-tech_managers.paj",
            "pajek",
            21,
            {"gives_advice_to": 190, "is_friend_of": 102, "reports_to": 20},
        ),
        # The numbers of the two matrices add up to 40 and 30 (awk): 20 marriages and 15 business ties, both ways.
        ("Padgett_Florentine_Families.paj", "pajek", 16, {"Marital": 40, "Business": 30}),
        # Header *vertices 20; 148 numbers above 0 behind *matrix, counted with awk. The CSV of the same operation
        # from R (emon/LakePomona) has 148 too: density .3895 × 20 × 19 in reference_numbers.json.
        ("kansas.net", "pajek", 20, {"ties": 148}),
        # Header N=48; 695 lines behind "data:" (wc -l).
        ("Freeman_EIES_network_48actors_Acquaintanceship_at_time_1.dl", "dl", 48, {"ties": 695}),
        # Header N=32 NM=3; README of the data: 650 and 759 ties. 460 messages: 440 and 20 on the diagonal.
        ("Freeman_EIES_networks_32actors.dl", "dl", 32, {"TIME_1": 650, "TIME_2": 759, "NUMBER_OF_MESSAGES": 440}),
        # Header N=16; 60 numbers above 0 in the upper half, counted with awk.
        ("Stokman_Ziegler_Corporate_Interlocks_Netherlands.dl", "dl", 16, {"ties": 120}),
        # 26 lines of 15 numbers that add up to 98 (awk).
        ("Galaskiewicz_CEOs_and_clubs_affiliation_network_data.2sm", "two-mode", 41, {"ties": 98}),
    ],
)
def test_files_of_other_programs(shared_data: Path, file: str, form: str, nodes: int, counts: dict[str, int]) -> None:
    path = shared_data / FILES / file
    assert sniff_format(path.read_bytes(), file).name == form
    graph = read_graph(path)
    assert len(graph.nodes) == nodes
    assert {r.name: links(graph, r.name) for r in graph.relations} == counts


def test_every_file_of_the_folder_is_tested(shared_data: Path) -> None:
    parameters = test_files_of_other_programs.pytestmark[0].args[1]
    assert {p.name for p in (shared_data / FILES).iterdir()} == {row[0] for row in parameters}


def test_pajek_details(shared_data: Path) -> None:
    knoke = read_graph(shared_data / FILES / "Knoke_Bureaucracies_Network.pajek")
    assert knoke.title == "knokbur"
    assert knoke.ids == ("COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST")  # no "WRO "
    assert knoke.nodes[1].attributes == {"x": 0.1764, "y": 0.2649, "z": 0.5}
    # First row of the first matrix: 0 1 0 0 1 0 1 0 1 0
    said = [e.target for e in knoke.relation("Information exchange").edges if e.source == "COUN"]
    assert said == ["COMM", "MAYR", "NEWS", "WELF"]
    students = read_graph(shared_data / FILES / "StudentGov.paj")
    # *Partition Position behind a comment: 2 3 2 2 2 2 2 2 1 1 1
    assert [n.attributes["Position"] for n in students.nodes] == [2, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1]
    kansas = read_graph(shared_data / FILES / "kansas.net")
    assert kansas.ids[16] == "Red Cross"
    assert kansas.matrix()[0, 16] == 3.0  # first row, 17th number


def test_dl_details(shared_data: Path) -> None:
    eies = read_graph(shared_data / FILES / "Freeman_EIES_networks_32actors.dl")
    assert eies.ids[:5] == ("1", "2", "3", "6", "8")
    assert eies.matrix("NUMBER_OF_MESSAGES")[0, 1] == 488.0
    # The same data came as CSV from R.
    for name, file in (("TIME_1", "eies1"), ("TIME_2", "eies2"), ("NUMBER_OF_MESSAGES", "eies3")):
        csv = read_graph(shared_data / "eies" / f"{file}.csv")
        assert csv.ids == eies.ids
        if file != "eies3":  # the CSV has no messages to oneself
            assert (csv.matrix() == eies.matrix(name)).all()
    freeman = read_graph(shared_data / FILES / "Freeman_EIES_network_48actors_Acquaintanceship_at_time_1.dl")
    assert freeman.matrix()[0, 1] == 4.0  # first line "1 2 4"


def test_two_mode_details(shared_data: Path) -> None:
    clubs = read_graph(shared_data / FILES / "Galaskiewicz_CEOs_and_clubs_affiliation_network_data.2sm")
    assert clubs.two_mode
    assert clubs.matrix().shape == (26, 15)
    assert clubs.matrix()[0].tolist() == [0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]  # first line of the file


@pytest.mark.parametrize(
    ("file", "nodes", "count"),
    [
        # README of the data: 223 and 181 ties; the second file has carriage returns only.
        ("kecskemet/KNetwork1.csv", 28, 223),
        ("kecskemet/KNetwork2.csv", 28, 181),
        ("kecskemet/e_network_data.csv", 26, 223),
        # reference_numbers.json: pol_arcs, scito_arcs, scifrom_arcs, infrep_arcs.
        ("chemnet/pol.csv", 30, 342),
        ("chemnet/scito.csv", 30, 189),
        ("chemnet/scifrom.csv", 30, 185),
        ("chemnet/infrep.csv", 30, 283),
        # reference_numbers.json counts undirected edges: 175, 161, 103.
        ("tobacco/TCcnt.csv", 25, 2 * 175),
        ("tobacco/TCcoll.csv", 25, 2 * 161),
        ("tobacco/TCdiss.csv", 25, 2 * 103),
        # README of the data: 447 edges, 163 + 111 + 94 + 79 by level.
        ("dhhs/collab.csv", 54, 2 * 447),
        # README of the data: TI 109 → 147, TS 158 → 223 undirected.
        ("kapferer/KAPFTI1.csv", 39, 109),
        ("kapferer/KAPFTI2.csv", 39, 147),
        ("kapferer/KAPFTS1.csv", 39, 2 * 158),
        ("kapferer/KAPFTS2.csv", 39, 2 * 223),
        # README of the data: 650 → 759 ties.
        ("eies/eies1.csv", 32, 650),
        ("eies/eies2.csv", 32, 759),
        # reference_numbers.json: densities .0461, .0473, .0498 of 50 × 49 pairs.
        ("s50/s501.csv", 50, 113),
        ("s50/s502.csv", 50, 116),
        ("s50/s503.csv", 50, 122),
    ],
)
def test_matrices(shared_data: Path, file: str, nodes: int, count: int) -> None:
    graph = read_graph(shared_data / file)
    assert len(graph.nodes) == nodes
    assert not graph.two_mode
    assert links(graph) == count


@pytest.mark.parametrize("name", ["Cheyenne", "HurrFrederic", "LakePomona", "MtSi", "MtStHelens", "Texas", "Wichita"])
def test_emon_densities(shared_data: Path, name: str) -> None:
    reference = json.loads((shared_data / "reference_numbers.json").read_text(encoding="utf-8"))
    rows = reference if isinstance(reference, list) else reference["values"]
    expected = next(r["value"] for r in rows if r["dataset"] == f"emon_{name}" and r["statistic"] == "density")
    graph = read_graph(shared_data / "emon" / f"{name}.csv")
    n = len(graph.nodes)
    # R sna counts every cell off the diagonal; four decimals are stored.
    assert links(graph) / (n * (n - 1)) == pytest.approx(expected, abs=5e-5)


def test_levels_of_dhhs(shared_data: Path) -> None:
    values = [e.value for e in read_graph(shared_data / "dhhs" / "collab.csv").relation().edges]
    # README of the data: 163/111/94/79 by level, each edge twice.
    assert [values.count(v) / 2 for v in (1, 2, 3, 4)] == [163, 111, 94, 79]


def test_values_of_matrices_are_kept(shared_data: Path) -> None:
    distance = read_graph(shared_data / "tobacco" / "TCdist.csv")
    assert distance.matrix()[0, 1] == 1.935
    # The largest value of geo_prox is 11, and the file holds 2 to 9 too: 10 and 11 are no structural codes.
    proximity = read_graph(shared_data / "kecskemet" / "geo_prox_matrix.csv")
    assert proximity.matrix().max() == 11.0
    assert not any(e.structural for e in proximity.relation().edges)


def test_krackhardt_csv_is_an_array_that_r_wrote_flat(shared_data: Path) -> None:
    advice = read_graph(shared_data / "krackhardt" / "krackad.csv")
    assert len(advice.nodes) == len(advice.relations) == 21
    # Row 21 holds 21 zeros in the places of the diagonal (every 22nd) and nothing else: all is missing.
    last = advice.relation("21")
    assert len(last.edges) == 420
    assert {e.value for e in last.edges} == {None}
    # The first row: 420 cells off the diagonal, 277 of them 1 (counted with awk).
    assert advice.ties("1") == 277


def test_r_spelling_is_undone(shared_data: Path) -> None:
    s50 = read_graph(shared_data / "s50" / "s501.csv")  # rows 1 … 50, columns V1 … V50
    assert s50.ids[:3] == ("1", "2", "3")
    emon = read_graph(shared_data / "emon" / "Cheyenne.csv")  # both axes in R's spelling: nothing to undo
    assert "Red.Cross" in emon.ids


def test_affiliations_are_two_mode(shared_data: Path) -> None:
    committees = read_graph(shared_data / "chemnet" / "committee.csv")
    assert (len(committees.rows), len(committees.columns)) == (30, 20)


ATTRIBUTES = [
    "kecskemet/age.csv",
    "kecskemet/core_periphery.csv",
    "kecskemet/e_firm_properties.csv",
    "chemnet/types.csv",
    "tobacco/agencies.csv",
    "dhhs/leaders.csv",
    "emon/Texas_actors.csv",
    "s50/s50a.csv",
]


@pytest.mark.parametrize("file", ATTRIBUTES)
def test_a_table_of_attributes_is_not_taken_for_a_network(shared_data: Path, file: str) -> None:
    with pytest.raises(ExchangeError, match="neither a matrix nor a list of ties"):
        read_graph(shared_data / file)


def test_undirected_when_told(shared_data: Path) -> None:
    graph = read_graph(shared_data / "kapferer" / "KAPFTS1.csv", options=ReadOptions(directed=False))
    assert links(graph) == 158  # README of the data
