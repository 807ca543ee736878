def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranked = _arrange([(-count, num) for num, count in counts.items()])
    return [num for _, num in ranked[:k]]


def _arrange(items: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = _arrange(items[:middle]), _arrange(items[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]
