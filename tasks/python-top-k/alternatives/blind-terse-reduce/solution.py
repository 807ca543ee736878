from functools import reduce
from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    freq: dict[int, int] = reduce(lambda f, x: f.update({x: f.get(x, 0) + 1}) or f, nums, {})
    return nsmallest(k, freq, key=lambda x: (-freq[x], x))
