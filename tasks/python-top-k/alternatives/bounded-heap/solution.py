from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Keep a min-heap with the k best candidates seen so far: O(n log k)."""
    counts = defaultdict(int)
    for value in nums:
        counts[value] += 1

    heap: list[tuple[int, int]] = []
    for value, count in counts.items():
        heappush(heap, (count, -value))
        if len(heap) > k:
            heappop(heap)

    result = [0] * len(heap)
    for position in reversed(range(len(heap))):
        result[position] = -heappop(heap)[1]
    return result
