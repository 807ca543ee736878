"""Top-k frequency selection."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Iterable


@dataclass(frozen=True)
class FrequencyEntry:
    """A value together with the number of its occurrences."""

    value: int
    frequency: int

    def __lt__(self, other: FrequencyEntry) -> bool:
        """An entry is smaller when it has to leave the heap earlier."""
        if self.frequency != other.frequency:
            return self.frequency < other.frequency
        return self.value > other.value


class FrequencyTable:
    """Counts the occurrences of integers."""

    def __init__(self, values: Iterable[int]) -> None:
        self._table: dict[int, int] = {}
        for value in values:
            self.add(value)

    def add(self, value: int) -> None:
        """Record one more occurrence of value."""
        self._table[value] = self._table.get(value, 0) + 1

    def entries(self) -> Iterable[FrequencyEntry]:
        """Yield an entry for each distinct value."""
        for value, frequency in self._table.items():
            yield FrequencyEntry(value, frequency)


class BoundedHeap:
    """Keeps the best entries up to a fixed capacity."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._heap: list[FrequencyEntry] = []

    def offer(self, entry: FrequencyEntry) -> None:
        """Add the entry, and drop the worst one when the heap is full."""
        if len(self._heap) < self._capacity:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def values(self) -> list[int]:
        """Return the kept values in ascending order."""
        return sorted(entry.value for entry in self._heap)


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums in ascending order.

    Args:
        nums: The integers to examine.
        k: The number of elements to return.

    Returns:
        The k most frequent elements, sorted by value.
    """
    heap = BoundedHeap(k)
    for entry in FrequencyTable(nums).entries():
        heap.offer(entry)
    return heap.values()
