import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values, most frequent first, smaller first on ties."""
    counts: dict[int, int] = defaultdict(int)
    for value in nums:
        counts[value] += 1

    buckets: list[list[int]] = [[] for _ in range(max(counts.values(), default=0) + 1)]
    for value, count in counts.items():
        buckets[count].append(value)

    result: list[int] = []
    for bucket in reversed(buckets):
        # Never sort a whole bucket: with mostly distinct values it may hold all of them.
        result += heapq.nsmallest(k - len(result), bucket)
        if len(result) == k:
            break
    return result
