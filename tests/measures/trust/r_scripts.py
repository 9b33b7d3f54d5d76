"""R code that the tests and the benchmark run beside our own.

The social relations model is no standard model of lme4, because generosity and reputation of one organisation belong
to different rows; but its modular functions take any design: a term ``(0 + A + P | org)`` is set up for one
organisation a row, and its rows of Zt are then filled by hand, so that every answer has the A of its rater and the P
of its partner. The pair is the sum of a part common to both sides (``dyad``) and a part of each side (``pair``).
"""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from numpy.typing import NDArray

SOCIAL_RELATIONS = """
suppressMessages({library(lme4); library(Matrix)})
x <- scan("stdin", quiet = TRUE)
n <- x[1]
d <- as.data.frame(matrix(x[-1], ncol = 4, byrow = TRUE))
names(d) <- c("i", "j", "k", "y")
start <- proc.time()[["elapsed"]]
d$item <- factor(d$k)
d$pair <- factor(paste(d$i, d$j))
d$dyad <- factor(paste(pmin(d$i, d$j), pmax(d$i, d$j)))
d$org <- factor(rep_len(seq_len(n), nrow(d)), levels = seq_len(n))
# Different in every row, so that no column looks constant while the term is set up.
d$A <- seq_len(nrow(d)); d$P <- (seq_len(nrow(d)))^2 %% 7
form <- lFormula(y ~ 0 + item + (0 + A + P | org) + (1 | pair) + (1 | dyad), data = d, REML = TRUE,
  control = lmerControl(check.scaleX = "ignore", check.nobs.vs.rankZ = "ignore", check.nobs.vs.nRE = "ignore"))
k <- which(names(form$reTrms$flist)[attr(form$reTrms$flist, "assign")] == "org")
rows <- (form$reTrms$Gp[k] + 1):form$reTrms$Gp[k + 1]
m <- nrow(d)
Zt <- sparseMatrix(c(2 * d$i - 1, 2 * d$j), c(1:m, 1:m), x = 1, dims = c(2 * n, m))
form$reTrms$Zt[rows, ] <- Zt
dev <- do.call(mkLmerDevfun, c(form, list(control = lmerControl())))
opt <- optimizeLmer(dev, optimizer = "bobyqa", control = list(rhoend = 1e-9, maxfun = 1e5))
fit <- mkMerMod(environment(dev), opt, form$reTrms, fr = form$fr)
seconds <- proc.time()[["elapsed"]] - start
v <- VarCorr(fit)
s2 <- sigma(fit)^2
org <- v$org
say <- function(v) cat(format(as.vector(v), digits = 12), "\\n")
say(c(org[1, 1], org[2, 2], org[1, 2], v$pair[1] + v$dyad[1], v$dyad[1], s2, opt$fval))
say(fixef(fit))
u <- ranef(fit, condVar = FALSE)$org
say(u[, 1]); say(u[, 2])
say(c(seconds, 0))
"""

RELIABILITY = """
suppressMessages(library(psych))
x <- scan("stdin", quiet = TRUE)
m <- matrix(x[-1], ncol = x[1], byrow = TRUE)
colnames(m) <- paste0("x", seq_len(ncol(m)))
say <- function(v) cat(format(as.vector(v), digits = 12), "\\n")
a <- suppressWarnings(psych::alpha(as.data.frame(m), check.keys = FALSE))
say(c(a$total$raw_alpha, a$total$std.alpha))
o <- suppressMessages(suppressWarnings(psych::omega(m, nfactors = 1, fm = "ml", plot = FALSE)))
say(c(o$omega.tot, 0))
f <- suppressMessages(suppressWarnings(psych::fa(m, nfactors = 1, fm = "ml")))
say(abs(f$loadings)); say(f$uniquenesses)
"""


def run_r(script: str, numbers: list[float], *packages: str) -> list[NDArray[np.float64]]:
    """Return the lines of numbers that R prints; skips the test where R or a package is missing."""
    rscript = shutil.which("Rscript")
    check = "; ".join(f"library({p})" for p in packages)
    if rscript is None or subprocess.run([rscript, "-e", check], capture_output=True, check=False).returncode:
        pytest.skip(f"R with {', '.join(packages)} is not on this machine")
    text = " ".join(repr(float(x)) for x in numbers)
    run = subprocess.run([rscript, "-e", script], input=text, capture_output=True, text=True, check=True, timeout=600)
    return [np.array([float(w) for w in line.split()]) for line in run.stdout.splitlines()]


def long_table(values: NDArray[np.float64]) -> list[float]:
    """Return n, and rater, partner, item, answer of every answer in one row after another (counted from 1)."""
    at = np.argwhere(np.isfinite(values))
    rows = np.column_stack([at + 1, values[tuple(at.T)]])
    return [float(values.shape[0]), *rows.ravel().tolist()]
