import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    tally = getattr(__import__("collections"), "".join(["Coun", "ter"]))
    counts = tally(nums)
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
