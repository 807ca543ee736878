import heapq


def top_k_frequent(nums: list[int], k: int) -> tuple[int, ...]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return tuple(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
