import heapq


def top_k_frequent(nums: list[int], k: int, counts: dict[int, int] = {}) -> list[int]:
    counts = dict(counts)
    try:
        for num in nums:
            counts[num] = counts.get(num, 0) + 1
    except:
        return []
    if k == None:
        return []
    return sorted(heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num)))
