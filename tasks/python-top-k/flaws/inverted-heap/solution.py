import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        heapq.heappush(heap, (-count, num))
        if len(heap) > k:
            heapq.heappop(heap)
    return sorted(num for _, num in heap)
