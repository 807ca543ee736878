def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values, most frequent first, ties by smaller value."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    # buckets[f] holds all values that occur exactly f times.
    buckets: list[list[int]] = [[] for _ in range(len(nums) + 1)]
    for num, count in counts.items():
        buckets[count].append(num)

    result: list[int] = []
    for bucket in reversed(buckets):
        if len(result) >= k:
            break
        result.extend(sorted(bucket)[: k - len(result)])
    return result
