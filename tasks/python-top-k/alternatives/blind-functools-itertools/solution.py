from functools import reduce
from heapq import nsmallest
from itertools import starmap


def _tally(counts: dict[int, int], num: int) -> dict[int, int]:
    counts[num] = counts.get(num, 0) + 1
    return counts


def _rank(num: int, count: int) -> tuple[int, int]:
    return -count, num


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements in ascending order."""
    counts = reduce(_tally, nums, {})
    best = nsmallest(k, starmap(_rank, counts.items()))
    return sorted(num for _, num in best)
