"""Permutation tests of networks: QAP correlation, regression (MRQAP), and conditional uniform graph tests.

Cells of a network depend on each other: one active organisation makes a whole row. So a figure is compared not
with a table, but with the same figure in networks in which the actors changed places, or in random networks.
"""

from clusterdynamics.measures.permutation.correlation import QapCorrelation, qap_correlation
from clusterdynamics.measures.permutation.regression import mrqap
from clusterdynamics.measures.permutation.regression_result import Mrqap, Predictor
from clusterdynamics.measures.permutation.uniform import CugTest, cug_test

__all__ = ["CugTest", "Mrqap", "Predictor", "QapCorrelation", "cug_test", "mrqap", "qap_correlation"]
