"""The engine: a stock-and-flow model as data, checked, compiled and run."""
