from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    c: dict[int, int] = {}
    for x in nums:
        c[x] = c.get(x, 0) + 1
    return sorted(nsmallest(k, c, key=lambda x: (-c[x], x)))
