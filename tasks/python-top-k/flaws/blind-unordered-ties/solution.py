import heapq
from operator import itemgetter


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent integers in descending order of frequency.

    Uses a min-heap of at most k entries, so the running time is O(n log k).
    """
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    # The value is negated so that, at equal frequency, the larger value is evicted first.
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        heapq.heappush(heap, (count, -num))
        if len(heap) > k:
            heapq.heappop(heap)

    heap.sort(key=itemgetter(0), reverse=True)
    return [-negated_num for _, negated_num in heap]
