"""The eight privacy attacks, and the rules that are tested by attack, on the pages of set-up, field work and answering.

Most tests here change what was answered and ask for every page again: a page that somebody may read without reading
answers must stay the same to the last letter. That finds what a search for a value does not: a count, an order, a
light that turns.

1. One respondent in a group: `test_attacks.py`; the board and the interviewers' pages.
2. Dominance: these pages show no figure made of several organisations' answers. Results do; they are written by the
   library, which `tests/disclosure/test_attack_2_dominance.py` attacks.
3. Wave against wave: figures come from frozen snapshots only, see `tests/disclosure/test_attack_3_waves.py`. The rate
   of answers is live by its purpose, and says how many, not who.
4. Group total minus own answers: `test_attacks.py`; one's own picture holds one's own answers only.
5. Filters: these pages have none on answers; the filter of the log narrows what the log shows anyway.
6. Degrees of a masked map: the pictures of the consent page are drawn from an invented cluster, `test_attacks.py`;
   maps of a study are `tests/disclosure/test_attack_6_masked_map.py`.
7. File names, alternative texts, metadata: `test_attacks.py`; every file that a page gives out.
8. Error messages and timing of "send me my link": `test_send_me_my_link.py`.

The rules PV-01 (files), PV-02, PV-09, PV-13 and PV-15 are in files of their own.
"""
