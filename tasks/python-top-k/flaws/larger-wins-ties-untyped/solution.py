import heapq


def top_k_frequent(nums, k):
    counts = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    return sorted(heapq.nlargest(k, counts, key=lambda num: (counts[num], num)))
