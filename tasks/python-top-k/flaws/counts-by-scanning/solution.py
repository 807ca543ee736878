import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    return heapq.nsmallest(k, set(nums), key=lambda num: (-nums.count(num), num))
