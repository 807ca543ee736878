"""Selection of the most frequent elements of a list."""

import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, most frequent first.

    Among elements of equal frequency the smaller one comes first. If there
    are fewer than k distinct elements, all of them are returned.
    """
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
