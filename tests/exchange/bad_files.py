"""Broken files of every format, and what is said about them."""

from __future__ import annotations

RUBBISH = bytes(range(256)) * 4
G = '<graphml><key id="w" for="edge" attr.name="weight" attr.type="double"/>\n<graph edgedefault="directed">\n'
X = '<gexf><graph defaultedgetype="directed">\n'
BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n]>\n<{root}>&b;</{root}>'

#: (name of the file, content, [(line, column, part of the message)]); line and column None: not told.
CASES = [
    # -- GraphML
    ("a.graphml", BOMB.format(root="graphml"), [(3, None, "declares entities")]),
    ("a.graphml", G + '<node id="a"/>', [(3, 15, "no well-formed XML, or it is cut off")]),
    ("a.graphml", "<html></html>", [(1, None, "no GraphML (it begins with <html>)")]),
    ("a.graphml", "<graphml></graphml>", [(None, None, "holds 0 networks")]),
    (
        "a.graphml",
        G + '<node id="a"/>\n<node id="a"/>\n<node/>\n<edge source="a" target="b"/>\n</graph></graphml>',
        [
            (4, None, "'a' is listed twice. It is first listed in line 3."),
            (5, None, "A node has no name."),
            (6, None, "names 'b', which is not among the nodes"),
        ],
    ),
    (
        "a.graphml",
        G + '<node id="a"/>\n<edge source="a" target="a">\n<data key="w">heavy</data></edge>\n</graph></graphml>',
        [(5, "weight", "'heavy' is no double")],
    ),
    (
        "a.graphml",
        G + '<node id="a"><data key="zz">1</data></node></graph></graphml>',
        [(3, None, "attribute 'zz' is not declared")],
    ),
    (
        "a.graphml",
        G + '<node id="a"><graph/></node>\n<hyperedge/></graph></graphml>',
        [(3, None, "A network inside a node"), (4, None, "hyperedges")],
    ),
    (
        "a.graphml",
        G.replace("double", "string")
        + '<node id="a"/><edge source="a" target="a">\n<data key="w">x</data></edge></graph></graphml>',
        [(3, None, "'x' is not a number")],
    ),
    (
        "a.graphml",
        G.replace("double", "boolean")
        + '<node id="a"/><edge source="a" target="a">\n<data key="w">perhaps</data></edge></graph></graphml>',
        [(4, "weight", "'perhaps' is no boolean")],
    ),
    (
        "a.graphml",
        G + '<node id="a"/><edge source="a" target="a">\n<data key="w">inf</data></edge></graph></graphml>',
        [(4, "weight", "'inf' is no double")],
    ),
    ("a.graphml", b'<?xml version="1.0" encoding="klingon"?><graphml/>', [(None, None, "")]),
    ("a.graphml", b'<graphml a="\xff"/>', [(1, None, "")]),
    # -- GEXF
    ("a.gexf", BOMB.format(root="gexf"), [(3, None, "declares entities")]),
    ("a.gexf", X + "<nodes>", [(2, 8, "cut off")]),
    ("a.gexf", "<gexf/>", [(1, None, "no GEXF with a <graph>")]),
    (
        "a.gexf",
        X
        + '<nodes><node id="a"/>\n<node id="a"/></nodes>\n<edges><edge source="a" target="q"/></edges></graph></gexf>',
        [(3, None, "'a' is listed twice"), (4, None, "names 'q'")],
    ),
    (
        "a.gexf",
        X + '<attributes class="node"><attribute id="0" title="size" type="integer"/></attributes>\n<nodes>'
        '<node id="a"><attvalues><attvalue for="0" value="big"/>\n<attvalue for="7" value="1"/></attvalues></node>'
        "</nodes></graph></gexf>",
        [(3, "size", "'big' is no integer"), (4, None, "attribute '7' is not declared")],
    ),
    (
        "a.gexf",
        X + '<attributes class="graph">\n<attribute id="0"/></attributes></graph></gexf>',
        [(3, None, "Attributes of 'graph' are not known")],
    ),
    (
        "a.gexf",
        X + '<nodes><node id="a"/></nodes><edges>\n<edge source="a" target="a" weight="much"/></edges></graph></gexf>',
        [(3, "weight", "'much' is no double")],
    ),
    # -- Pajek
    ("a.net", "nonsense\n", [(1, None, "'nonsense' stands before the first section")]),
    ("a.net", "*Vertices many\n1\n", [(1, None, "needs the number of vertices")]),
    ("a.net", "% only a comment\n", [(None, None, "holds no network")]),
    ("a.net", "*Network x\n", [(None, None, "")]),
    (
        "a.net",
        '*Vertices 2\n1 "a"\n1 "b"\n3 "c"\n',
        [(3, None, "Vertex 1 is listed twice"), (4, None, "no vertex 3; there are 2")],
    ),
    (
        "a.net",
        "*Vertices 2\n*Arcs\n1 3\n1\n1 2 x9\n1 2 9x\n",
        [(3, None, "no vertex '3'; there are 2"), (4, None, "one end only"), (6, 3, "'9x' is not a number")],
    ),
    ("a.net", "*Arcs\n1 2\n", [(1, None, "before the vertices")]),
    ("a.net", "*Vertices 2\n*Arcslist\n1\n1 5\n", [(3, None, "one end only"), (4, None, "no vertex '5'")]),
    ("a.net", "*Vertices 2\n*Matrix\n0 1\n", [(3, None, "ends after 1 of 2 rows")]),
    ("a.net", "*Vertices 2\n*Matrix\n0 1 1\n0 x\n", [(3, None, "row 1 with 3"), (4, 2, "'x' is not a number")]),
    ("a.net", "*Vertices 2\n*Matrix\n0 1\n1 0\n0 0\n", [(5, None, "2 rows of 2 numbers; this is row 3")]),
    ("a.paj", "*Vertices 2\n*Partition p\n*Vertices 2\n1\n", [(2, None, "partition has 1 values")]),
    ("a.net", "*Vertices 1\n* \n", [(2, None, "section has no name")]),
    (
        "a.paj",
        '*Network one\n*Vertices 1\n1 "a"\n*Network two\n*Vertices 1\n1 "b"\n',
        [(4, None, "2 networks of different vertices")],
    ),
    ("a.net", '*Vertices 2\n1 "a"\n2 ""\n*Arcs :1 "r"\n2 1 ?\n', [(5, 3, "'?' is not a number")]),
    # -- DL
    ("a.dl", "N=2\nDATA:\n", [(1, None, "does not begin with DL")]),
    ("a.dl", "DL\nN=2\n", [(2, None, "no DATA:")]),
    ("a.dl", "DL\nDATA:\n0 1\n", [(1, None, "number of nodes is missing")]),
    ("a.dl", "DL N=two\nDATA:\n", [(1, None, "N needs a whole number")]),
    ("a.dl", "DL N=2 FORMAT=pentagon\nDATA:\n", [(1, None, "'pentagon' is not known")]),
    ("a.dl", "DL N=2\nshape=3\nDATA:\n", [(2, None, "'shape' is not known here"), (2, None, "'3' is not known")]),
    ("a.dl", "DL N=2\nROW NAMES: a b\nDATA:\n", [(2, None, "'ROW' is not known"), (2, None, "'a' is not known"),
      (2, None, "'b' is not known")]),
    ("a.dl", "DL N=3\nLABELS:\na,b\nDATA:\n", [(4, None, "There are 2 labels; 3 are needed")]),
    ("a.dl", "DL N=3\nLABELS:\na,b", [(3, None, "There are 2 labels"), (3, None, "no DATA:")]),
    ("a.dl", "DL N=2\nDATA:\n0 1\n1\n", [(4, None, "data end in row 2 of 2")]),
    ("a.dl", "DL N=2\nDATA:\n0 1\n1 0 1\n", [(4, None, "more numbers than fullmatrix needs")]),
    ("a.dl", "DL N=2\nDATA:\n0 x\n1 y\n", [(3, None, "'x' is not a number"), (4, None, "'y' is not a number")]),
    ("a.dl", "DL NR=2 NC=3 FORMAT=lowerhalf\nDATA:\n0\n", [(1, None, "as many rows as columns")]),
    ("a.dl", "DL N=2 FORMAT=edgelist1\nDATA:\n1 3\n1\n1 2 3 4\n", [(3, None, "'3' is not one of the 2 nodes"),
      (4, None, "one end only"), (5, None, "2 values; one is allowed")]),
    ("a.dl", "DL N=2 FORMAT=edgearray NM=2\nDATA:\n1 2 3\n", [(3, None, "1 values; NM says 2")]),
    ("a.dl", "DL N=2 FORMAT=nodelist1b\nDATA:\n2 1\n0\n1 1\n", [(3, None, "says 2 ties and names 1"),
      (5, None, "no number of ties of a further node")]),
    ("a.dl", "DL N=2 FORMAT=edgelist1\nDATA:\n1 2\n!\n2 1\n", [(4, None, "more matrices than NM")]),
    ("a.dl", "DL N=2 FORMAT=edgelist1 LABELS EMBEDDED\nDATA:\na b\na c\n", [(4, None, "'c' is not one of the 2")]),
    ("a.dl", "DL N=2\nROW LABELS: a b\nCOLUMN LABELS: a c\nDATA:\n0 0 0 0\n",
     [(None, None, "Row 'b' and column 'c' should be the same")]),
    ("a.dl", "DL N=2\nLABELS: a a\nDATA:\n0 0 0 0\n", [(None, None, "'a' is listed twice")]),
    ("a.dl", "DL N=2 NM=2 ROW LABELS EMBEDDED\nDATA:\na 0 1\nb 1 0\na 0 1\nc 1 0\n",
     [(None, None, "Matrix 2 has other labels")]),
    ("a.dl", "DL N=999999999 FORMAT=edgelist1\nDATA:\n1 2\n", [(1, None, "more than 500000 nodes")]),
    ("a.dl", "DL N=²\nDATA:\n1 2\n", [(1, None, "N needs a whole number")]),
    ("a.net", "*Vertices 999999999\n*Arcs\n1 2\n", [(1, None, "more than 500000 nodes")]),
    ("a.net", "*Vertices 2\n*Arcs\n1 ²\n", [(3, None, "no vertex '²'")]),
    ("a.dl", "DL N=1 NM=2\nMATRIX LABELS:\nx x\nDATA:\n0 0\n", [(None, None, "Two matrices are called 'x'")]),
    # -- matrices
    ("a.csv", ";a;b;c\na;0;1;0\nb;x;0;y\nc;0;0;0\n", [(3, 2, "'x' is not a number"), (3, 4, "'y' is not a number")]),
    ("a.csv", ";a;b;c\na;0;1;1\nb;1;0\nc;0;0;0\n", [(3, None, "row has 2 cells; others have 3")]),
    ("a.csv", ";a;b;c\na;0;1;1\nb;1;0;0\nd;0;0;0\n", [(None, None, "'d' is a row but no column"),
      (None, None, "'c' is a column but no row")]),
    ("a.csv", ";a;b;b\na;0;1;1\nb;1;0;0\nb;0;0;0\n", [(4, None, "'b' is listed twice. It is first listed in line 3")]),
    ("a.csv", ",a,b\na,0,\"1\nb,1,0\n", [(2, None, "quotation marks do not match")]),
    ("a.csv", "", [(None, None, "The file is empty")]),
    ("a.csv", "\n\n", [(None, None, "The file is empty")]),
    ("a.csv", "hello\nworld\n", [(None, None, "neither a matrix nor a list of ties")]),
    ("a.csv", RUBBISH, [(1, None, "not a text file")]),
    # -- lists of ties
    ("a.csv", "source,target,value\na,b,much\n,b,1\na,,2\n", [(2, 3, "'much' is not a number"),
      (3, None, "one end only"), (4, None, "one end only")]),
    # -- JSON
    ("a.json", '{"nodes": [', [(1, 12, "no JSON, or it is cut off")]),
    ("a.json", "[1]", [(1, None, "holds no network")]),
    ("a.json", "[" * 100_000, [(None, None, "")]),
    ("a.json", '{"nodes": {}, "links": 3}', [(None, "nodes", "'nodes' is no list"), (None, "links", "'links' is no")]),
    ("a.json", '{"nodes": [{"id": "a"}, {"id": "a"}, 7, {"id": null}], "links": []}', [
        (None, "nodes[2]", "This is no object"), (None, "nodes[1]", "'a' is listed twice"),
        (None, "nodes[3]", "neither text nor a number")]),
    ("a.json", '{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "z"}, {"source": "a"},'
     '{"source": "a", "target": "a", "weight": "x"}]}', [
        (None, "links[0]", "names 'z'"), (None, "links[1].target", "neither text nor a number"),
        (None, "links[2].weight", "'x' is not a number")]),
    # -- Kumu
    ("a.json", '{"elements": [{"type": "firm"}], "connections": [{"from": "a"},'
     '{"from": "a", "to": "b", "direction": "up"}, {"from": "a", "to": "b", "strength": "x"}]}', [
        (None, "elements[0]", "no label"), (None, "connections[0]", "one end only"),
        (None, "connections[1]", "'up' is not known"), (None, "connections[2]", "'x' is not a number")]),
    # -- others
    ("a.2sm", "0 1\n1 x\n", [(2, 2, "'x' is not a number")]),
    ("a.2sm", "\n", [(None, None, "The file is empty")]),
    ("a.xyz", "what is this", [(None, None, "not clear which format")]),
    ("a.gexf", RUBBISH, [(None, None, "")]),
    ("a.net", RUBBISH, [(1, None, "not a text file")]),
    ("a.dl", b"DL N=2\xff\x00", [(1, None, "not a text file")]),
    ("a.json", RUBBISH, [(1, None, "not a text file")]),
]  # fmt: skip
