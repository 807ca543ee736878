import heapq
from itertools import groupby


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts = {num: len(list(group)) for num, group in groupby(sorted(nums))}
    return sorted(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
