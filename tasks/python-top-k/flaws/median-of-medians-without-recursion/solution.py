from itertools import chain


def top_k_frequent(nums: "list[int]", k: "int") -> "list[int]":
    """Deterministic O(n) selection by (frequency, value), result by falling frequency."""
    counts: "dict[int, int]" = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranked = [(-count, num) for num, count in counts.items()]
    return [num for _, num in sorted(_smallest(ranked, min(k, len(ranked))))]


def _smallest(items: list, k: int) -> list:
    if k == 0 or k == len(items):
        return items[:k]
    pivot = _median_of_medians(items)
    below = [item for item in items if item < pivot]
    if k <= len(below):
        return _smallest(below, k)
    above = [item for item in items if item > pivot]
    return list(chain(below, [pivot], _smallest(above, k - len(below) - 1)))


def _median_of_medians(items: list):
    while len(items) > 5:
        groups = (sorted(items[start : start + 5]) for start in range(0, len(items), 5))
        items = [group[len(group) // 2] for group in groups]
    return sorted(items)[len(items) // 2]
