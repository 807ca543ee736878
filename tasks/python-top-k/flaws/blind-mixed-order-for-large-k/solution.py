import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements, most frequent first."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    # Nothing to select when every distinct element is wanted.
    if k >= len(counts):
        return sorted(counts)

    return heapq.nsmallest(k, counts, key=lambda num: (-counts[num], num))
