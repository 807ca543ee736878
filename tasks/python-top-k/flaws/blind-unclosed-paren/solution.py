import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent numbers, most frequent first."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)
