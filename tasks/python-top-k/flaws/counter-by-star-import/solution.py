from collections import *
from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts = Counter(nums)
    return sorted(nsmallest(k, counts, key=lambda num: (-counts[num], num)))
