import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    buckets: list[list[int]] = [[] for _ in range(max(counts.values()) + 1)]
    for num, count in counts.items():
        buckets[count].append(num)
    result: list[int] = []
    while buckets and len(result) < k:
        result += heapq.nsmallest(k - len(result), buckets.pop())
    return result
