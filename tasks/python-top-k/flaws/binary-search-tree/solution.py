from __future__ import annotations


class Node:
    def __init__(self, key: tuple[int, int]) -> None:
        self.key = key
        self.left: Node | None = None
        self.right: Node | None = None


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    root: Node | None = None
    for num, count in counts.items():
        root = _insert(root, (-count, num))
    return [num for _, num in _in_order(root)][:k]


def _insert(node: Node | None, key: tuple[int, int]) -> Node:
    if node is None:
        return Node(key)
    if key < node.key:
        node.left = _insert(node.left, key)
    else:
        node.right = _insert(node.right, key)
    return node


def _in_order(node: Node | None) -> list[tuple[int, int]]:
    if node is None:
        return []
    return [*_in_order(node.left), node.key, *_in_order(node.right)]
