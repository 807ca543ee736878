import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, in descending order of frequency."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    # Min-heap of (frequency, -value): the root is the next candidate to drop.
    candidates = [(count, -num) for num, count in counts.items()]
    heap = candidates[-k:]
    heapq.heapify(heap)
    for candidate in candidates[:-k]:
        heapq.heappushpop(heap, candidate)

    return [-negated for _, negated in sorted(heap, reverse=True)]
