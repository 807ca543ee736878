import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements in O(n + k log n) time."""
    counts: defaultdict[int, int] = defaultdict(int)
    for x in nums:
        counts[x] += 1

    heap = [(-count, x) for x, count in counts.items()]
    heapq.heapify(heap)
    return [heapq.heappop(heap)[1] for _ in range(min(k, len(heap)))]
