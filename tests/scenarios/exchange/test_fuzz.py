"""Files that have been damaged at random are read, or refused in our words: nothing else comes out."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from clusterdynamics.errors import ClusterDynamicsError
from clusterdynamics.scenarios.engine.check import checked
from clusterdynamics.scenarios.engine.parser import parse
from clusterdynamics.scenarios.engine.units import parse_unit
from clusterdynamics.scenarios.exchange.sd_ai import read_sd_ai, write_sd_ai
from clusterdynamics.scenarios.exchange.tables import read_toml
from clusterdynamics.scenarios.exchange.vensim import read_vensim
from clusterdynamics.scenarios.exchange.xmile_read import read_xmile_model
from clusterdynamics.scenarios.exchange.xmile_write import write_xmile_model
from tests.scenarios.build import sir
from tests.scenarios.exchange.test_formats import MDL, TOML

FILES = {
    "xmile": (read_xmile_model, write_xmile_model(sir())),
    "sd-ai": (read_sd_ai, write_sd_ai(sir())),
    "vensim": (read_vensim, MDL.format(change='inflow of water - "use-up"')),
    "toml": (read_toml, TOML),
}


@pytest.mark.parametrize("kind", FILES)
def test_damaged_files(kind):
    reader, text = FILES[kind]
    rng = random.Random(kind)
    read = 0
    for _trial in range(300):
        data = bytearray(text.encode())
        for _k in range(rng.randint(1, 5)):
            at = rng.randrange(len(data))
            how = rng.random()
            if how < 0.4:
                data[at] = rng.randrange(256)
            elif how < 0.7:
                del data[at : at + rng.randint(1, 30)]
            else:
                data[at:at] = bytes(rng.choice(b"()[]{}~|=,\"'+-*/^ 012abc\n\\") for _n in range(rng.randint(1, 4)))
        try:
            checked(reader(bytes(data), "file"))
            read += 1
        except ClusterDynamicsError as error:
            assert str(error).strip()  # noqa: PT017 - either outcome is right; what is refused must say something
    assert 0 < read < 300


def test_random_equations_and_units():
    rng = random.Random(1)
    pieces = [
        "a",
        "1",
        ".",
        "e",
        "+",
        "-",
        "*",
        "^",
        "(",
        ")",
        "IF ",
        "THEN ",
        "ELSE ",
        "MOD ",
        ",",
        "min(",
        '"',
        "[",
        " ",
    ]
    units = ["per ", "/", "*", "^", "-", "(", ")", "a", "2", "m s", " "]
    parsed = 0
    for _trial in range(2000):
        text = "".join(rng.choice(pieces) for _n in range(rng.randint(1, 12)))
        try:
            parse(text, vensim=rng.random() < 0.5)
            parsed += 1
        except ClusterDynamicsError:
            pass
        with suppress(ValueError):
            parse_unit("".join(rng.choice(units) for _n in range(rng.randint(1, 7))))
    assert 0 < parsed < 2000
