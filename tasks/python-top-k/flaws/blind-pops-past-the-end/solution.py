from collections import defaultdict
from heapq import heapify, heappop


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements by descending frequency."""
    if not nums or k == 0:
        return []

    counts: dict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    heap = [(-count, num) for num, count in counts.items()]
    heapify(heap)
    return [heappop(heap)[1] for _ in range(k)]
