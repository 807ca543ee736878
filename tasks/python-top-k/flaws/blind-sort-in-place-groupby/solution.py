import heapq
from itertools import groupby


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, most frequent first."""
    nums.sort()
    counts = ((-len(list(group)), value) for value, group in groupby(nums))
    return [value for _, value in heapq.nsmallest(k, counts)]
