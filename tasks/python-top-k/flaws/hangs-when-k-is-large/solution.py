import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    if not nums:
        return []
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    heap = [(-count, num) for num, count in counts.items()]
    heapq.heapify(heap)
    result: list[int] = []
    while len(result) < k:
        if heap:
            result.append(heapq.heappop(heap)[1])
    return result
