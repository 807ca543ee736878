import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements in ascending order of value."""
    freq: dict[int, int] = {}
    for n in nums:
        freq[n] = freq.get(n, 0) + 1

    # Min-heap of at most k pairs: the least frequent one is evicted first.
    heap: list[tuple[int, int]] = []
    for n, count in freq.items():
        heapq.heappush(heap, (count, n))
        if len(heap) > k:
            heapq.heappop(heap)

    return sorted(n for _, n in heap)
