from collections import defaultdict
from heapq import nlargest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements (ties: smaller first) in ascending order."""
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    return sorted(nlargest(k, counts, key=lambda num: (counts[num], -num)))
