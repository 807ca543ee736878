import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, most frequent first; O(n log k)."""
    # Handle edge cases
    if k == 0 or not nums:
        return []

    # Count the frequency of each element
    counts: dict[int, int] = {}
    for num in nums:
        if num in counts:
            counts[num] += 1
        else:
            counts[num] = 1

    # k cannot be larger than the number of distinct elements
    k = min(k, len(counts))

    # Select the k most frequent elements
    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
