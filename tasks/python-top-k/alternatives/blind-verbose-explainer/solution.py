import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums in ascending order.

    Among elements of equal frequency the smaller value is preferred.
    Runs in O(n log k) time.
    """
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    # Min-heap of the best k candidates; its root is the next one to give way.
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        heapq.heappush(heap, (count, -num))
        if len(heap) > k:
            heapq.heappop(heap)

    return sorted(-negated for _, negated in heap)
