import heapq


def top_k_frequent(nums: list[int], k: int) -> set[int]:
    """Return the set of the k most frequent elements."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return set(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
