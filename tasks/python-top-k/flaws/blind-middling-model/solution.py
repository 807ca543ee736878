import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums in ascending order.

    Elements of equal frequency are ranked by value, the smaller one first.
    The time complexity is O(n log k).
    """
    if not nums:
        return []

    frequencies: dict[int, int] = {}
    for num in nums:
        frequencies[num] = frequencies.get(num, 0) + 1

    # Min-heap with the k best elements so far, the worst of them at the top.
    # The value is negated so that the larger of two tied values is dropped.
    heap: list[tuple[int, int]] = []
    for num, frequency in frequencies.items():
        entry = (frequency, -num)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)

    return sorted(-value for _, value in heap)
