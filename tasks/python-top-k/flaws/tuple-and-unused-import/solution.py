import heapq
import itertools
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> tuple[int, ...]:
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    return tuple(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
