import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent numbers in ascending order, in O(n log k)."""
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    # Negating the value makes the larger of two equally frequent numbers leave first.
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        if len(heap) < k:
            heapq.heappush(heap, (count, -num))
        else:
            heapq.heappushpop(heap, (count, -num))

    return sorted(-negated for _, negated in heap)
