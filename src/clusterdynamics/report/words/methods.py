"""How each analysis was computed, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_

__all__ = ["METHODS"]

#: Analysis → how it was computed.
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "stories": N_(
            "Stories stand in the words of those who told them. A story is shown only to those for whom its teller "
            "left it, with the teller's organisation only where its name may appear; one that names others who "
            "have not agreed to that is left out until somebody has looked at it."
        ),
        "coverage": N_(
            "Coverage is the number of organisations that answered, divided by the number asked. Each kind of "
            "figure needs a least coverage; below it the report says so instead of giving the figure."
        ),
        "stage": N_(
            "Each stage has statements about the cluster; a statement counts with the share of organisations that "
            "agree (4 or 5 of 5). The value of a stage is half its core statements and half its others. The cluster "
            "reads as the highest stage up to which every value reaches the threshold. Bounds and spread: redraws "
            "of the organisations that answered. The stages are our reconstruction of a published idea; what the "
            "network and the stories say stands beside the reading, never in it."
        ),
        "evidence": N_(
            "Each piece of evidence is a share that the model sets bounds for: from one bound up it supports the "
            "stage, from the other down it contradicts it, between them it cannot say. What depends on how many "
            "organisations and links there are is compared with random networks of equal size and density. A story "
            "speaks for a loop where it tells one of its links, against it where the link failed or went the other "
            "way. None of this is part of the stage reading."
        ),
        "loops": N_(
            "Stories are coded with causal claims, and the claims of all tellers make one map. A link counts as told "
            "where at least two people of two organisations tell it. A loop is running where all its links are told "
            "and one story tells two of them in a row; broken where at least two people say that a link fails: the "
            "cause was there and the effect did not come; not told where nobody speaks of it; else weak. Bounds: "
            "redraws of the tellers. The loops are our reconstruction; each states its basis."
        ),
        "depth": N_(
            "A pair has the depth of the deeper of its two reports; pairs without any report are left out. Bounds: "
            "redraws of respondents. A wish counts once for each organisation and partner. The area or purpose of a "
            "pair is what either report names."
        ),
        "barriers": N_(
            "Each organisation weighs the same; several respondents of one organisation share its weight. An "
            "organisation can name several barriers. Bounds: redraws of the organisations that answered."
        ),
        "purposes": N_(
            "A pair that is linked works together for a purpose when a report of one of its sides names it. A pair can "
            "have several purposes, so that the shares do not add up to 100 %. Bounds: redraws of respondents."
        ),
        "downturn": N_(
            "Each organisation weighs the same; several respondents of one organisation share its weight. Answers on "
            "a scale are worse, the same or better than a year ago. What went along with having several partners is "
            "a comparison at one time: it does not say what leads to what. Bounds: redraws of the organisations."
        ),
        "robustness": N_(
            "Organisations are taken out of the network of the latest wave in which enough answered: all of a kind, "
            "or some of the large companies, every choice of so many alike. What is told is the share of the pairs of "
            "those left that have no way to each other, links read both ways (fragmentation, Borgatti 2006), beside "
            "what it is as it stands, and when as many organisations go that are drawn at random out of all. Bounds: "
            "each organisation left out in turn; 95 % of the draws. It explores links that were reported and "
            "forecasts nothing."
        ),
        "whole_network": N_(
            "Density is the number of links that are there, divided by those that could be, on the pairs that "
            "were observed. Density and reciprocity are redrawn over respondents (95 % of the redraws lie "
            "between the bounds). Everything that is no mean over pairs has the range that it takes when each "
            "organisation is left out in turn, and stands beside random networks of equal size and density."
        ),
        "map": N_(
            "Organisations that are linked are drawn near each other (springs after Kamada and Kawai, on the "
            "links of all waves together), so that each stands in the same place in every wave. Where both "
            "sides describe the same link, it is drawn when either reports it, at the deeper of the two reports."
        ),
        "confirmation": N_(
            "Only pairs in which both organisations answered are compared. A link is confirmed when both report "
            "it; the share is that of links reported by at least one side. Bounds: redraws of respondents."
        ),
        "trust": N_(
            "A rating is the mean of the trust questions that were answered; a partner is trusted where it reaches the "
            "threshold of the model. Both ways: only pairs in which both have rated each other, at least as many as "
            "the gate asks for. Where ratings come from: the social relations model (Kenny and La Voie 1984; Snijders "
            "and Kenny 1999) by restricted maximum likelihood on the ratings that are there, only with enough raters "
            "of enough partners. Reliability: alpha and McDonald's omega of the questions. Bounds: redraws "
            "of respondents, or by the model."
        ),
        "mixing": N_(
            "Each cell is the number of links that are there, divided by those that could be, within or between "
            "two groups, with redraws of respondents. The E-I index (Krackhardt and Stern 1988) is links between "
            "minus links within groups, divided by all links; it is compared with networks in which the groups "
            "were shuffled among the organisations."
        ),
        "between_regions": N_(
            "Each organisation weighs the same; what one of its people names, it names. Shares of regions are of all "
            "that answered the block; what is found only elsewhere, barriers and who should open the door are of those "
            "that have partners in other regions. An organisation can name several. Bounds: redraws of the "
            "organisations."
        ),
        "hard_figures": N_(
            "The location quotient is an industry's share in the region, divided by its share in the whole area. "
            "Growth is taken apart into what the region would have gained as everywhere, by its mix of industries, and "
            "by itself (shift-share). Mass is the location quotient of the cluster's industries, connectivity the "
            "share of pairs that cooperate; where the plane is divided is our choice. Missing and secret figures stay "
            "missing, and so does what depends on them."
        ),
        "regions": N_(
            "Links within a region and between two regions are counted on the pairs that were observed; how much was "
            "observed stands beside it. The E-I index is links between regions less links within, divided by all; it "
            "is compared with what it is when the regions are shuffled among the organisations. The depth of a cell is "
            "the mean depth of its linked pairs. An organisation bridges regions where it has a partner in another "
            "one. Bounds: redraws of respondents."
        ),
        "brokerage": N_(
            "An organisation stands between two others when it is linked with both and they are not linked "
            "themselves. The five roles (Gould and Fernandez 1989) follow from the kinds of the three."
        ),
        "champions": N_(
            "What counts is the number of organisations that name somebody; naming oneself is kept apart. What the "
            "network would lose is told by its fragmentation (Borgatti 2006): the share of pairs that cannot reach "
            "each other, as it is, without the organisations of the one or two named most, and without any other "
            "one or two. Bounds of shares: redraws of organisations; of network figures: each organisation left "
            "out in turn. It tells what rests on few people, not what will happen when they go."
        ),
        "large_companies": N_(
            "Large companies are looked at as a class. A statement counts with the share of organisations whose "
            "answer speaks for its side (4 or 5 of 5; where disagreement speaks for the side, 1 or 2); a side is "
            "the mean of its statements. Bounds: redraws of organisations. Beside it stands the network with and "
            "without them. Driver and barrier are two readings that can both be true; nothing here is a verdict, "
            "and nothing says that large companies are the cause."
        ),
        "gatekeepers": N_(
            "Organisations told whether they have working links outside the region. One gives advice inside when "
            "at least one other organisation turns to it. The four combinations follow Giuliani and Bell (2005). "
            "Bounds: redraws of the organisations that told; who gives advice is held fixed."
        ),
        "easy_cooperation": N_(
            "Organisations ticked for each area whether they do it, would join, could offer something, or whether it "
            "is not for them; shares are of those that ticked anything for the area, bounds are redraws of "
            "respondents. A pair is suggested where both would join or one could offer what the other would join, and "
            "where it is known not to cooperate yet. Its reasons are added up with the weights of the model, which "
            "are our reconstruction: areas, little to lose, nearness, and for the study team partners that both trust "
            "and wishes."
        ),
        "actor_measures": N_(
            "The number of links of each organisation. Figures that depend on the whole network are given only "
            "where enough organisations answered. The table is in alphabetical order: it orders nobody by merit."
        ),
        "back_test": N_(
            "The lists are made from the first wave only. They are tested on pairs that did not cooperate then, were "
            "never shown as a suggestion, and whose organisations answered both times. 50% is chance. Bounds: each "
            "organisation is left out in turn (Snijders and Borgatti 1999). Adamic–Adar, partners in common and "
            "preferential attachment are simple rules on links alone. Shown and held-out suggestions are compared by "
            "the random draw that decided which were shown (Rosenbaum 2001)."
        ),
        "change": N_(
            "Links are compared between two waves for all organisations, and for those present in both. A link "
            "is compared only where it was observed in both waves; the rest is not comparable. Organisations "
            "that merged or split are left out of the comparison together with what they became; a renamed one is "
            "followed under its new name. In an area or for a purpose a pair counts as linked where one of its reports "
            "names it."
        ),
        "depth_change": N_(
            "Only pairs of organisations that stayed, by the deeper of the two reports, on reports that were given "
            "both times by one person of each organisation. Shares of pairs: the respondents who answered both times "
            "are redrawn, the same ones in both waves. Rows of the matrix: a Dirichlet distribution with a prior of "
            "one pair in all, narrower than it should be where pairs of the same organisation move together. Trust is "
            "asked only of partners that cooperate, so depth and trust are compared only in pairs that cooperated "
            "both times."
        ),
        "network_change": N_(
            "Each measure among the organisations that stayed, on reports that were given both times by one person of "
            "each organisation. Means over pairs: the respondents who answered both times are redrawn, the same ones "
            "in both waves. The others: the range of the change when each organisation is left out of both waves in "
            "turn. What misreporting alone can make: everybody's reports are drawn again the way those differ that "
            "two people of one organisation gave, and 1.96 times the spread of the measure is taken. A change within "
            "it is called unchanged, one beyond the upper bound of its interval is more than misreporting."
        ),
        "tie_choices": N_(
            "The pattern of both waves is compared with that of organisations shuffled (quadratic assignment). The "
            "steps between the waves are described by a stochastic actor-oriented model (Snijders 2001), estimated by "
            "the method of moments: organisations reconsider one link at a time, and the parameters are log odds of "
            "making and keeping it. Organisations that come or go do so half-way between the waves; links that were "
            "not answered for in one wave are left out of the figures that are met. It needs 20 organisations and ten "
            "changes for each effect, and is given only where the estimation converged."
        ),
        "re_asking": N_(
            "Some answered twice within a few weeks, or a second person of the organisation answered. Kappa (Cohen "
            "1968) and the intraclass correlation (Shrout and Fleiss 1979) say how far both answers agree. The "
            "smallest detectable change is 1.96 · √2 times the standard error of measurement; a change within it is "
            "called unchanged, one beyond the upper bound of its interval is more than misreporting. That says "
            "nothing about who happened to answer: for this see the bounds of each figure."
        ),
        "scenarios": N_(
            "A stock-and-flow form of the reference model is run many times, each time with all its constants drawn "
            "from their ranges. Structure and most numbers are our reconstruction. The constants are first fitted to "
            "the waves by an ensemble smoother (Emerick and Reynolds 2013), with the errors of the shares and of the "
            "model; what was learned is 1 minus the variance after, divided by the variance before. Every scenario "
            "gets the same runs, so that they are compared pair by pair. Sensitivity: Sobol indices (Saltelli and "
            "others 2010). Loops: Loops That Matter (Schoenberg and others 2020, 2023). A scenario explores and does "
            "not forecast."
        ),
        "model_test": N_(
            "Stages: Guttman errors of clusters. Statements: Loevinger's H within clusters (Mokken 1971). Equal "
            "understanding: logistic regression with cluster-robust errors, among people who agree equally often "
            "otherwise. Use of the answers: one's own cluster among invented ones (King and others 2004). Each needs "
            "many people or many clusters; below that the report says so instead of giving a figure."
        ),
    }
)
