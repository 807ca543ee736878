import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements; the smaller value wins a tie."""
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    # Negated values make the larger of two equally frequent numbers leave first.
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        heapq.heappush(heap, (count, -num))
        if len(heap) > k:
            heapq.heappop(heap)

    return [-negated for _, negated in heap]
