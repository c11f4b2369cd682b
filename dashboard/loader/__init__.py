"""Reads a folder of articles into a snapshot: files -> front matter -> Article or Problem -> tables -> snapshot."""

from dashboard.loader.load import Progress, load
from dashboard.loader.problems import NoArticleError, Problem
from dashboard.loader.result import LoadResult

__all__ = ["LoadResult", "NoArticleError", "Problem", "Progress", "load"]
