"""Merkle trees against published vectors and against pymerkle."""

from __future__ import annotations

import random

import pytest
from pymerkle import InmemoryTree

from schoolgate.kernel import merkle
from schoolgate.kernel.merkle import Tree

# From the tests of Google's certificate-transparency, which RFC 6962 grew out of.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZE = 70


def data(count: int) -> list[bytes]:
    rng = random.Random(6962)
    return [rng.randbytes(rng.randrange(50)) for _ in range(count)]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(merkle.leaf(item) for item in data(SIZE))


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    other = InmemoryTree(algorithm="sha256")
    for item in data(SIZE):
        other.append_entry(item)
    return other


def test_roots_are_those_published() -> None:
    tree = Tree(merkle.leaf(bytes.fromhex(text)) for text in INPUTS)
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert tree.root(0) == merkle.EMPTY


def test_every_root_is_that_of_pymerkle(tree: Tree, oracle: InmemoryTree) -> None:
    for size in range(1, SIZE + 1):
        assert tree.root(size) == oracle.get_root(size)


def test_peaks_grow_leaf_by_leaf_into_the_same_roots(tree: Tree) -> None:
    peaks: list[bytes] = []
    size = 0
    for item in data(SIZE):
        size = merkle.push(peaks, size, merkle.leaf(item))
        assert peaks == tree.peaks(size)
        assert merkle.root(peaks) == tree.root(size)


def test_every_inclusion_is_proved_and_fits_nothing_else(tree: Tree) -> None:
    leaves = [merkle.leaf(item) for item in data(SIZE)]
    for size in range(1, SIZE + 1, 3):
        for index in range(size):
            proof = tree.inclusion(index, size)
            root = tree.root(size)
            assert merkle.includes(root, size, index, leaves[index], proof)
            assert not merkle.includes(root, size, index, leaves[index - 1], proof) or size == 1
            assert not merkle.includes(root, size, (index + 1) % size, leaves[index], proof) or (
                size == 1
            )
            assert not merkle.includes(root, size, index, leaves[index], [*proof, root])
            assert not merkle.includes(root, size, size, leaves[index], proof)


def test_every_consistency_is_proved_and_fits_no_fork(tree: Tree) -> None:
    fork = Tree(merkle.leaf(item + b"!") for item in data(SIZE))
    for old in range(1, SIZE + 1):
        for new in range(old, SIZE + 1):
            proof = tree.consistency(old, new)
            assert merkle.continues(tree.root(old), old, tree.root(new), new, proof)
            assert not merkle.continues(fork.root(old), old, tree.root(new), new, proof)
            assert not merkle.continues(tree.root(old), old, fork.root(new), new, proof)
            if proof:
                assert not merkle.continues(tree.root(old), old, tree.root(new), new, proof[:-1])
    assert not merkle.continues(merkle.EMPTY, 0, tree.root(1), 1, [])


def test_proofs_are_those_of_pymerkle(tree: Tree, oracle: InmemoryTree) -> None:
    for size in range(2, SIZE + 1, 5):
        for index in range(1, size + 1):
            path = oracle.prove_inclusion(index, size).serialize()["path"]
            theirs = [bytes.fromhex(step) for step in path]
            assert tree.inclusion(index - 1, size) == theirs[1:]
