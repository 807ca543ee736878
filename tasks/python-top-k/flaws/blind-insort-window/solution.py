from bisect import insort


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values, by descending frequency, then ascending value.

    Only the best k candidates are kept, in sorted order, and the place of each new
    one is found by binary search, so that the time is O(n log k).
    """
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    best: list[tuple[int, int]] = []
    for num, count in counts.items():
        insort(best, (-count, num))
        if len(best) > k:
            best.pop()

    return [num for _, num in best]
