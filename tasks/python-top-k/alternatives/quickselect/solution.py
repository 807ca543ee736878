import random
from collections.abc import Sequence


def top_k_frequent(nums: Sequence[int], k: int) -> list[int]:
    """Average O(n): count, quickselect the k best, then sort only those by value."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    items = [(-count, num) for num, count in counts.items()]
    k = min(k, len(items))
    low, high = 0, len(items) - 1
    while low < high:
        boundary = _partition(items, low, high)
        if boundary == k:
            break
        if boundary < k:
            low = boundary + 1
        else:
            high = boundary - 1
    return sorted(num for _, num in items[:k])


def _partition(items: list[tuple[int, int]], low: int, high: int) -> int:
    pivot_index = random.randint(low, high)
    items[pivot_index], items[high] = items[high], items[pivot_index]
    store = low
    for i in range(low, high):
        if items[i] < items[high]:
            items[i], items[store] = items[store], items[i]
            store += 1
    items[store], items[high] = items[high], items[store]
    return store
