"""What everybody reads: the search, an item, its versions, its questions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clusterdynamics.errors import InputError
from clusterdynamics_web.access import regions_of
from clusterdynamics_web.accounts.models import User
from clusterdynamics_web.library import operations, read
from clusterdynamics_web.library.access import access_item, access_version, is_curator
from clusterdynamics_web.library.exports.citation import citation
from clusterdynamics_web.library.forms import PostForm, UseForm
from clusterdynamics_web.library.models import Post, Version
from clusterdynamics_web.library.search import FACETS, Found, find
from clusterdynamics_web.library.state import ItemState
from clusterdynamics_web.public import show
from clusterdynamics_web.routes import Visitors, by, page

__all__ = ["answer", "ask", "hide", "item", "library", "report", "use", "version"]

#: So many choices of a facet are shown at first; the others unfold.
_SHOWN = 8


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Library"), "url": reverse("library")}]


@page(Visitors.ANYBODY)
def library(request: HttpRequest) -> HttpResponse:
    """Search; without a word, the newest."""
    chosen = {name: request.GET[name] for name in FACETS if request.GET.get(name)}
    everything = isinstance(request.user, User)
    found = find(request.GET.get("q", "")[:200], chosen, everything=everything, page=request.GET.get("page"))
    context: dict[str, Any] = {
        "found": found,
        "answer": _answer(found),
        "facets": [_facet(found, facet) for facet in found.facets],
        "near": [_near(near) for near in found.near],
        "query_rest": _query(found.query, found.chosen),
        "desks": regions_of(request.user).order_by("name").distinct() if everything else [],
        "curates": is_curator(request.user),
        "where_words": _where_words(),
        "way": True,  # the facets stand where elsewhere the way of a study stands
    }
    return show(request, "library/library.html", context)


def _where_words() -> dict[str, str]:
    return {
        "title": _("the title"),
        "keywords": _("the keywords"),
        "summary": _("the summary"),
        "text": _("the text"),
        "file": _("a file"),
    }


def _answer(found: Found) -> str:
    if found.total:
        text = ngettext("{n} item found.", "{n} items found.", found.total)
        if not found.words and not found.chosen:
            text = ngettext("{n} item, the newest first.", "{n} items, the newest first.", found.total)
        return text.format(n=found.total)
    if not found.words and not found.chosen:
        return _("Nothing has been published yet.")
    return _("Nothing fits all of it.")


def _query(words: str, facets: Any) -> str:
    return urlencode({k: v for k, v in {"q": words, **facets}.items() if v})


def _facet(found: Found, facet: Any) -> dict[str, Any]:
    others = {n: v for n, v in found.chosen.items() if n != facet.name}
    values = [
        {
            "label": value.label,
            "count": value.count,
            "chosen": value.chosen,
            "value": value.value,
            "url": "?" + _query(found.query, others if value.chosen else {**others, facet.name: value.value}),
        }
        for value in facet.values
    ]
    chosen = facet.chosen is not None
    return {
        "name": facet.name,
        "label": facet.label,
        "chosen": chosen,
        "first": values[:_SHOWN],
        "more": values[_SHOWN:],
    }


def _near(near: Any) -> dict[str, str]:
    words = {
        "facet": _("{label} ({n})"),
        "less": _("without the choice of “{label}” ({n})"),
        "fewer": _("without the word “{label}” ({n})"),
    }[near.how]
    return {"label": words.format(label=near.label, n=near.count), "url": "?" + _query(near.words, near.facets)}


@page(Visitors.ANYBODY)
def item(request: HttpRequest, item: str) -> HttpResponse:
    """Show the newest version, in the reader's language where there is one."""
    return _show(request, access_item(request.user, item, get_language() or "en"))


@page(Visitors.ANYBODY)
def version(request: HttpRequest, item: str, number: int) -> HttpResponse:
    """Show a version at its own address, which stands for good."""
    return _show(request, access_version(request.user, item, number)[0])


def _show(request: HttpRequest, shown: Version) -> HttpResponse:
    _again, state = access_version(request.user, shown.item.key, shown.number)
    member = isinstance(request.user, User)
    others = read.others_of(shown, everything=member)
    newer = next(
        (v for v, s in others if s == ItemState.PUBLISHED and v.language == shown.language and v.number > shown.number),
        None,
    )
    spoken = get_language() or "en"
    own_language = next(
        (v for v, s in others if s == ItemState.PUBLISHED and v.language == spoken and spoken != shown.language), None
    )
    withdrawn = state == ItemState.WITHDRAWN
    last = shown.events.order_by("-at", "-id").first()
    regions = [(r.slug, r.name) for r in regions_of(request.user).order_by("name").distinct()] if member else []
    context: dict[str, Any] = {
        "version": shown,
        "withdrawn": withdrawn,
        "reason": last.message if withdrawn and last else "",
        "newer": newer,
        "own_language": own_language,
        "others": others,
        "facts": read.facts_of(shown),
        "texts": [] if withdrawn else read.texts_shown(shown),
        "files": [] if withdrawn else list(shown.files.all()),
        "licences": read.licences_of(shown),
        "citation": citation(shown),
        "thread": read.thread_of(shown),
        "uses": read.citations_by(shown),
        "member": member,
        "moderates": is_curator(request.user),
        "question": PostForm(auto_id="ask-%s"),
        "use": UseForm(regions=regions, auto_id="use-%s") if regions else None,
        "crumbs": _crumbs(),
    }
    return show(request, "library/item.html", context, status=410 if withdrawn else 200)


@page(Visitors.LOGGED_IN, methods=("POST",))
def ask(request: HttpRequest, item: str) -> HttpResponse:
    """Ask something about an item."""
    about = access_item(request.user, item).item
    try:
        operations.ask(by(request), about, request.POST.get("text", ""))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your question is there. The author gets a mail."))
    return redirect("library_item", item)


def _post(request: HttpRequest, number: int) -> Post:
    post = Post.objects.select_related("item__region").filter(pk=number, hidden_at__isnull=True).first()
    if post is None:
        raise Http404
    access_item(request.user, post.item.key)
    return post


@page(Visitors.LOGGED_IN, methods=("POST",))
def answer(request: HttpRequest, post: int) -> HttpResponse:
    """Answer a question."""
    question = _post(request, post)
    try:
        operations.answer(by(request), question, request.POST.get("text", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("library_item", question.item.key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def hide(request: HttpRequest, post: int) -> HttpResponse:
    """Take a post out of sight, with a reason."""
    if not is_curator(request.user):
        raise PermissionDenied
    found = _post(request, post)
    try:
        operations.hide(by(request), found, request.POST.get("reason", ""))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Hidden. Whoever wrote it gets a mail."))
    return redirect("library_item", found.item.key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def report(request: HttpRequest, post: int) -> HttpResponse:
    """Tell the curators that a post should not stand there."""
    found = _post(request, post)
    try:
        operations.report_post(by(request), found, request.POST.get("reason", ""))
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. The curators look at it."))
    return redirect("library_item", found.item.key)


@page(Visitors.LOGGED_IN, methods=("POST",))
def use(request: HttpRequest, item: str) -> HttpResponse:
    """Note what builds on an item."""
    about = access_item(request.user, item).item
    region = regions_of(request.user).filter(slug=request.POST.get("region", "")).first()
    if region is None:
        raise Http404
    try:
        operations.add_use(by(request), about, region, request.POST.get("by", ""), request.POST.get("title", ""))
    except InputError as error:
        messages.error(request, str(error))
    return redirect("library_item", item)
