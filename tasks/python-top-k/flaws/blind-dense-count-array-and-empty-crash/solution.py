import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, most frequent first."""
    lowest = min(nums)
    counts = [0] * (max(nums) - lowest + 1)
    for num in nums:
        counts[num - lowest] += 1

    pairs = ((-count, lowest + i) for i, count in enumerate(counts) if count)
    return [num for _, num in heapq.nsmallest(k, pairs)]
