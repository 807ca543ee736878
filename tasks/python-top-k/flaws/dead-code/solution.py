import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    total = len(nums)
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
    return sorted(counts)[:k]


def _most_common(counts: dict[int, int]) -> int:
    return max(counts.values())
