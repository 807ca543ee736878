import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    if k >= len(counts):
        return sorted(counts)
    return [num for _, num in heapq.nsmallest(k, ((-count, num) for num, count in counts.items()))]
