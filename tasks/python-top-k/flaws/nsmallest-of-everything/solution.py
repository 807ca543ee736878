import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranked = heapq.nsmallest(len(counts), counts, key=lambda num: (-counts[num], num))
    return ranked[:k]
