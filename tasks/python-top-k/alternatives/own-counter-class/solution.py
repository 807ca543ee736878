"""Top-k frequent elements with a small counting class of its own."""

import heapq
from dataclasses import dataclass, field
from typing import Iterable


@dataclass
class Counter:
    """Counts integers; not the Counter of the collections module."""

    counts: dict[int, int] = field(default_factory=dict)

    def add(self, value: int) -> None:
        self.counts[value] = self.counts.get(value, 0) + 1

    def best(self, k: int) -> list[int]:
        return heapq.nsmallest(k, self.counts, key=self.rank)

    def rank(self, value: int) -> tuple[int, int]:
        return -self.counts[value], value


def top_k_frequent(nums: Iterable[int], k: int) -> list[int]:
    counter = Counter()
    for value in nums:
        counter.add(value)
    return counter.best(k)


if __name__ == "__main__":
    print(top_k_frequent([1, 1, 2, 3, 3], 2))
