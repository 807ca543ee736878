import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums.

    The result is in descending order of frequency; of equally frequent
    elements the smaller one comes first. Runs in O(n) time.
    """
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    top = heapq.nsmallest(k, counts.items(), key=lambda item: (-item[1], item[0]))
    top.sort(key=lambda item: (-item[1], item[0]))
    return [num for num, _ in top]
