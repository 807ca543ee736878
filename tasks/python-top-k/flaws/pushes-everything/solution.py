import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    heap: list[tuple[int, int]] = []
    for num, count in counts.items():
        heapq.heappush(heap, (-count, num))
    return [heapq.heappop(heap)[1] for _ in range(min(k, len(heap)))]
