import heapq
from collections import Counter, defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
