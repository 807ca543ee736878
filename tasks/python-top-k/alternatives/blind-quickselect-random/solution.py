import random


def _select(ranks: list[tuple[int, int]], k: int) -> None:
    """Reorder ranks so that its k smallest items come first, in O(len(ranks)) expected."""
    low, high = 0, len(ranks) - 1
    while low < high:
        pivot_index = random.randint(low, high)
        ranks[pivot_index], ranks[high] = ranks[high], ranks[pivot_index]
        pivot = ranks[high]
        store = low
        for i in range(low, high):
            if ranks[i] < pivot:
                ranks[i], ranks[store] = ranks[store], ranks[i]
                store += 1
        ranks[store], ranks[high] = ranks[high], ranks[store]

        if store == k:
            return
        if store < k:
            low = store + 1
        else:
            high = store - 1


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums in ascending order."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    ranks = [(-count, num) for num, count in counts.items()]
    if k < len(ranks):
        _select(ranks, k)
    return sorted(num for _, num in ranks[:k])
