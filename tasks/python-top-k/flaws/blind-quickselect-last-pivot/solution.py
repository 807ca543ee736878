def _select(entries: list[tuple[int, int]], k: int) -> None:
    """Reorder entries in place so that the k smallest come first."""
    low, high = 0, len(entries) - 1
    while low < high:
        pivot = entries[high]
        border = low
        for i in range(low, high):
            if entries[i] < pivot:
                entries[i], entries[border] = entries[border], entries[i]
                border += 1
        entries[border], entries[high] = pivot, entries[border]
        if border == k:
            return
        if border < k:
            low = border + 1
        else:
            high = border - 1


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values in ascending order; ties go to the smaller value."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    entries = [(-count, num) for num, count in counts.items()]
    if k < len(entries):
        _select(entries, k)
    return sorted(num for _, num in entries[:k])
