import heapq
from collections import Counter


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements in descending order of frequency.

    Ties are broken in favour of the smaller value. O(n log k).
    """
    counts = Counter(nums)
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
