from heapq import nsmallest
from collections import defaultdict as dd

def top_k_frequent(nums: list[int], k: int) -> list[int]:
    c = dd(int)
    for x in nums: c[x] += 1
    return [x for _, x in nsmallest(k, ((-f, x) for x, f in c.items()))]
