import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    return heapq.nsmallest(k, [num for num in counts if num], key=lambda num: (-counts[num], num))
