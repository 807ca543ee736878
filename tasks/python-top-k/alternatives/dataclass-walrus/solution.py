from __future__ import annotations

import heapq
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One distinct value; a "smaller" entry is the worse candidate."""

    value: int
    frequency: int

    def __lt__(self, other: Entry) -> bool:
        if self.frequency != other.frequency:
            return self.frequency < other.frequency
        return self.value > other.value


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    frequencies: dict[int, int] = {}
    for num in nums:
        frequencies[num] = frequencies.get(num, 0) + 1

    heap: list[Entry] = []
    for value, frequency in frequencies.items():
        heapq.heappush(heap, Entry(value, frequency))
        if (excess := len(heap) - k) > 0:
            for _ in range(excess):
                heapq.heappop(heap)

    return sorted(entry.value for entry in heap)
