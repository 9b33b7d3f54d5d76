"""What a new study starts with: scales, relations, statements, areas, purposes (method, section 2).

All wording is this project's own reconstruction of what such a study asks; every study may change it.
"""

from __future__ import annotations

from clusterdynamics.i18n import N_

__all__ = [
    "AGREEMENT",
    "AREAS",
    "BARRIERS",
    "DEPTH",
    "EXAMPLES",
    "LARGE_COMPANIES",
    "PURPOSES",
    "SIZE_CLASSES",
    "STATEMENTS",
    "TRUST",
    "TRUST_ITEMS",
    "TYPES",
]

#: Value → what it means.
DEPTH = {
    "0": N_("No contact"),
    "1": N_("We know each other and exchange information now and then"),
    "2": N_("We do simple things together when it suits both"),
    "3": N_("We plan activities together and share people or money"),
    "4": N_("We run joint projects with a shared aim, cost and risk"),
    "5": N_("We build something lasting together that neither could build alone"),
}
TRUST = {
    "1": N_("Not at all"),
    "2": N_("A little"),
    "3": N_("Fairly"),
    "4": N_("Fully"),
}
AGREEMENT = {
    "1": N_("Disagree strongly"),
    "2": N_("Disagree"),
    "3": N_("Neither agree nor disagree"),
    "4": N_("Agree"),
    "5": N_("Agree strongly"),
}
TRUST_ITEMS = {
    "trust.reliable": N_("They are reliable: they do what they have promised."),
    "trust.aims": N_("They share the aims of the cluster."),
    "trust.open": N_("They are open to discussion, also about difficult matters."),
}
STATEMENTS = {
    "s1.1": N_("We know which organisations here work on things that matter to us."),
    "s1.2": N_("Our people meet people from other organisations in the cluster several times a year."),
    "s1.3": N_("There are enough organisations in our field in this region to learn from."),
    "s1.4": N_("Somebody here brings organisations together."),
    "s2.1": N_("We take part in joint activities, such as training, recruitment or shared purchasing."),
    "s2.2": N_("Joint activities have given us something useful in the past year."),
    "s2.3": N_("When we have an everyday problem, we ask others in the cluster."),
    "s2.4": N_("We speak with one voice on matters that concern us all."),
    "s2.5": N_("Large companies here join in activities with smaller ones."),
    "s3.1": N_("Organisations here do what they have promised one another."),
    "s3.2": N_("We tell partners here about problems that we would not make public."),
    "s3.3": N_("When joint work goes wrong, it is put right fairly."),
    "s3.4": N_("Several people keep things going, not just one or two."),
    "s3.5": N_("Newcomers soon find partners here."),
    "s4.1": N_("We run joint projects with an aim that all partners share."),
    "s4.2": N_("In joint projects we share cost and risk."),
    "s4.3": N_("There is a strategy for this cluster that we helped to make and act upon."),
    "s4.4": N_("Large companies open their plans and problems so that others can help to solve them."),
    "s4.5": N_("Companies, researchers and public bodies develop new things together here."),
    "s5.1": N_("Knowledge that is critical in our field is shared here, also among competitors."),
    "s5.2": N_("Together we do things here that none of us could do alone, or elsewhere."),
    "s5.3": N_("Others come to us because of what this cluster does together."),
    "s5.4": N_("This cluster takes up radically new ideas rather than defending old ones."),
    "s5.5": N_("The cluster brings in research, talent or investment that we would not get otherwise."),
}
#: Statements about large companies as a class (optional block): id → text, and whether agreement counts the
#: other way round.
LARGE_COMPANIES = {
    "large.driver": (N_("Large companies here start new things that others can join."), False),
    "large.barrier": (N_("Large companies here slow down changes that would threaten their business."), False),
    "large.dependence": (N_("We could say no to our largest customer here."), True),
}
BARRIERS = (
    N_("time"),
    N_("money"),
    N_("trust"),
    N_("rivalry"),
    N_("no clear aim"),
    N_("nobody takes the lead"),
    N_("distance"),
    N_("rules and competition law"),
)
#: Identifier → name and sensitivity (1 nothing to lose … 5 core of the business).
AREAS = {
    "skills": (N_("Training and skills"), 1),
    "recruitment": (N_("Recruitment and an attractive region"), 1),
    "visits": (N_("Study visits and benchmarking"), 1),
    "voice": (N_("A joint voice towards authorities"), 1),
    "purchasing": (N_("Shared purchasing"), 2),
    "export": (N_("Trade fairs and export promotion"), 2),
    "quality": (N_("Standards, quality and certification"), 2),
    "environment": (N_("Energy, environment and circular flows"), 2),
    "facilities": (N_("Shared facilities and test beds"), 3),
    "production": (N_("Digitalisation and production methods"), 3),
    "bids": (N_("Joint bids and supplying each other"), 4),
    "research": (N_("Research projects"), 4),
    "products": (N_("New products and services"), 5),
    "markets": (N_("Market and customer insight"), 5),
}
PURPOSES = {
    "save": N_("Save cost or time"),
    "people": N_("Find and train people"),
    "markets": N_("Reach markets"),
    "improve": N_("Improve products or processes"),
    "new": N_("Develop something new"),
    "voice": N_("Speak with one voice"),
    "funding": N_("Win funding"),
}
TYPES = {
    "firm": N_("Company"),
    "research": N_("University or research institute"),
    "education": N_("School or training"),
    "public": N_("Public body"),
    "support": N_("Cluster organisation, association or adviser"),
    "finance": N_("Bank or investor"),
}
SIZE_CLASSES = {
    "micro": N_("Fewer than 10 people"),
    "small": N_("10 to 49 people"),
    "medium": N_("50 to 249 people"),
    "large": N_("250 people or more"),
}
#: Example organisations: identifier, name, short name, type, size class, is a large company looked at.
EXAMPLES = (
    ("example-1", N_("Example Sawmill"), N_("Sawmill"), "firm", "small", False),
    ("example-2", N_("Example Paper Works"), N_("Paper Works"), "firm", "large", True),
    ("example-3", N_("Example University"), N_("University"), "research", "medium", False),
)
