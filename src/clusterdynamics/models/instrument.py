"""From a model to what a study asks: scales, relations, items, and the tables of areas and purposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from clusterdynamics.errors import InputError
from clusterdynamics.i18n import _
from clusterdynamics.models.elements import Block, Question
from clusterdynamics.models.problems import nearest
from clusterdynamics.models.schema import ReferenceModel
from clusterdynamics.study.settings import Item, Relation, Scale

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Instrument", "instrument"]


class Instrument(NamedTuple):
    """What a study asks, in the form in which its settings and tables hold it.

    Attributes
    ----------
    areas
        Frame with the columns id, label, sensitivity; empty where areas are not asked about.
    purposes
        Frame with the columns id, label; empty where no relation is asked about.
    """

    scales: tuple[Scale, ...]
    relations: tuple[Relation, ...]
    items: tuple[Item, ...]
    areas: pl.DataFrame
    purposes: pl.DataFrame


def instrument(
    model: ReferenceModel | str = "reference", blocks: Sequence[str] = ("core",), language: str | None = None
) -> Instrument:
    """Return what a study with these blocks asks.

    Parameters
    ----------
    model
        A model, or what `load_model` takes.
    blocks
        Identifiers of blocks, in any order. A block that stands alone (the afternoon study) has no relations
        and is not combined with the core.
    language
        Language of the texts. Only where `model` is a name or a path; a model that is already loaded
        speaks the language it was loaded in.

    Returns
    -------
    Instrument
        Only those scales, areas and purposes that the chosen parts use.

    Raises
    ------
    InputError
        A block is not known, none is named, one that stands alone is combined with a block that asks for
        the same, or the model speaks another language than the one asked for.
    """
    if isinstance(model, str):
        from clusterdynamics.models.load import load_model

        model = load_model(model, language or "en")
    elif language is not None and language != model.language:
        raise InputError(
            _("The model is loaded in '{have}'. Load it in '{want}' first.").format(have=model.language, want=language)
        )
    chosen = _chosen(model, blocks)
    block_of: dict[str, str] = {part: block.id for block in chosen for part in block.parts}
    relations = tuple(_relations(model, block_of))
    items = tuple(_items(model, block_of))
    used = {r.scale for r in relations} | {i.scale for i in items}
    scales = tuple(Scale(id=s.id, low=s.low, high=s.high, labels=dict(s.labels)) for s in model.scales if s.id in used)
    return Instrument(scales, relations, items, _areas(model, block_of), _purposes(model, block_of))


def _chosen(model: ReferenceModel, names: Sequence[str]) -> list[Block]:
    known = {block.id: block for block in model.blocks}
    for name in names:
        if name not in known:
            message = _("There is no block '{name}'. The model has: {known}.").format(name=name, known=", ".join(known))
            near = nearest(name, known)
            if near is not None:
                message = _("Did you mean '{nearest}'?").format(nearest=near) + " " + message
            raise InputError(message)
    # In the order of the model, which is the order of the form.
    chosen = [block for block in model.blocks if block.id in set(names)]
    if not chosen:
        raise InputError(_("Name at least one block: {known}.").format(known=", ".join(known)))
    seen: dict[str, str] = {}
    for block in chosen:
        for part in block.parts:
            if part in seen:
                raise InputError(
                    _("The blocks '{one}' and '{two}' both ask for '{part}'. Choose one of them.").format(
                        one=seen[part], two=block.id, part=part
                    )
                )
            seen[part] = block.id
    return chosen


def _relations(model: ReferenceModel, block_of: dict[str, str]) -> Iterator[Relation]:
    for kind in model.relations:
        if kind.part in block_of:
            yield Relation(
                id=kind.id,
                label=kind.label,
                question=kind.question,
                scale=kind.scale,
                directed=kind.directed,
                levels={level: getattr(model.thresholds, level) for level in kind.levels},
            )


def _items(model: ReferenceModel, block_of: dict[str, str]) -> Iterator[Item]:
    if "statements" in block_of:
        for s in model.statements:
            yield Item(
                id=s.id, text=s.text, kind="statement", scale=s.scale, block=block_of["statements"], reversed=s.reversed
            )
    for question in model.questions:
        if question.part in block_of and question.stored_in in {"answers", "ratings"}:
            yield _item(model, question, block_of[question.part])
    if "vignettes" in block_of:
        yield from _vignettes(model, block_of["vignettes"])


def _item(model: ReferenceModel, question: Question, block: str) -> Item:
    return Item(
        id=question.id,
        text=question.text if question.most is None else question.text.format(most=question.most),
        kind=question.kind,
        scale=question.scale,
        options=tuple(option.id for option in question.options),
        block=block,
        reversed=question.reversed,
    )


def _vignettes(model: ReferenceModel, block: str) -> Iterator[Item]:
    """Return one item for each statement about each invented cluster, ``vignette.food.s2.2``."""
    statements = {s.id: s for s in model.statements}
    pattern = next((q.text for q in model.questions if q.id == "vignettes.rating"), "{cluster}: {statement}")
    for vignette in model.vignettes:
        for name in vignette.statements:
            statement = statements[name]
            yield Item(
                id=f"vignette.{vignette.id}.{name}",
                text=pattern.format(cluster=vignette.label, statement=statement.text),
                kind="statement",
                scale=statement.scale,
                block=block,
                reversed=statement.reversed,
            )


def _areas(model: ReferenceModel, block_of: dict[str, str]) -> pl.DataFrame:
    import polars as pl

    asked = {"areas", "card", "between_regions"} & set(block_of)
    rows = [(a.id, a.label, a.sensitivity) for a in model.areas] if asked else []
    schema = {"id": pl.String, "label": pl.String, "sensitivity": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _purposes(model: ReferenceModel, block_of: dict[str, str]) -> pl.DataFrame:
    import polars as pl

    asked = {"card", "outside_links"} & set(block_of)
    rows = [(p.id, p.label) for p in model.purposes] if asked else []
    return pl.DataFrame(rows, schema={"id": pl.String, "label": pl.String}, orient="row")
