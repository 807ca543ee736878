"""Find the most frequent elements of a list of integers."""

from collections import defaultdict
from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums.

    Equally frequent elements are ranked by value, the smaller one first.
    The heap selection takes O(n log k) time.
    """
    frequency: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        frequency[num] += 1

    # Nothing to select: every distinct element is part of the result.
    if k >= len(frequency):
        return sorted(frequency)

    return nsmallest(k, frequency, key=lambda num: (-frequency[num], num))
