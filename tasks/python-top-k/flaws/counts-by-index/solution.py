import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    if not nums:
        return []
    counts = [0] * (max(nums) + 1)
    for num in nums:
        counts[num] += 1
    present = (num for num, count in enumerate(counts) if count)
    return heapq.nsmallest(k, present, key=lambda num: (-counts[num], num))
