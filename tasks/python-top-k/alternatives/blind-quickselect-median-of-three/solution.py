from statistics import median_low


def _smallest(ranks: list[tuple[int, int]], k: int) -> list[tuple[int, int]]:
    """Return the k smallest of the distinct ranks in any order (quickselect)."""
    chosen: list[tuple[int, int]] = []
    while len(ranks) > k:
        pivot = median_low((ranks[0], ranks[len(ranks) // 2], ranks[-1]))
        lower = [rank for rank in ranks if rank < pivot]
        if len(lower) >= k:
            ranks = lower
        else:
            chosen += lower
            chosen.append(pivot)
            k -= len(lower) + 1
            ranks = [rank for rank in ranks if rank > pivot]
    return chosen + ranks


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums, in ascending order."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranks = [(-count, num) for num, count in counts.items()]
    return sorted(num for _, num in _smallest(ranks, k))
