"""Most frequent elements of a list."""

import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements by falling frequency, equal ones by rising value.

    Runs in O(n log k): one pass to count, then a heap that holds k elements.
    """
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
