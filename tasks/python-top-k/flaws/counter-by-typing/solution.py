import heapq
from typing import Counter


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts = Counter(nums)
    return sorted(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
