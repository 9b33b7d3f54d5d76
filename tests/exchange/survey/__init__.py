"""Tests of the survey tools."""
