from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values, most frequent first, ties by smaller value."""
    # levels[i] holds the values seen at least i + 1 times so far, so every
    # occurrence of a value adds it to the first level that it is not in yet.
    levels: list[set[int]] = []
    seen: dict[int, int] = {}
    for num in nums:
        level = seen.get(num, 0)
        if level == len(levels):
            levels.append(set())
        levels[level].add(num)
        seen[num] = level + 1

    result: list[int] = []
    deeper: set[int] = set()
    for level_values in reversed(levels):
        result += nsmallest(k - len(result), level_values - deeper)
        if len(result) == k:
            break
        deeper = level_values
    return result
