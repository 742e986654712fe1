"""Manim scenes that turn recorded descents into explanatory videos."""
