from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop
from itertools import islice


def _by_rank(nums: list[int]) -> Iterator[int]:
    """Yields the distinct values, best first; only what is consumed gets ordered."""
    counts: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1
    heap = [(-count, num) for num, count in counts.items()]
    heapify(heap)
    while heap:
        yield heappop(heap)[1]


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent numbers, most frequent first."""
    return list(islice(_by_rank(nums), k))
