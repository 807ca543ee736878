from collections.abc import Iterable
from heapq import nlargest


def top_k_frequent(nums: Iterable[int], k: int) -> list[int]:
    """Return the ``k`` most frequent values, most frequent first; ties favour the smaller."""
    counts: dict[int, int] = {}
    for value in nums:
        try:
            counts[value] += 1
        except KeyError:
            counts[value] = 1

    top = nlargest(k, ((count, -value) for value, count in counts.items()))
    return [-negated for _, negated in top]
