from collections import Counter
import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts = Counter(nums)
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
