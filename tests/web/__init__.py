"""Tests of page furniture and paper."""
