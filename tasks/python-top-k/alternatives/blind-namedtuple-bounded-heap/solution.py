"""Selection of the most frequent integers with a bounded min-heap."""

from heapq import heappush, heappushpop
from typing import NamedTuple


class _Candidate(NamedTuple):
    """A distinct value; candidates compare by how much they are preferred."""

    count: int
    negated_value: int


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the ``k`` most frequent elements of ``nums`` in ascending order of value.

    :param nums: the integers to examine; left unchanged
    :param k: the number of elements wanted, not negative
    :returns: at most ``k`` distinct elements; at equal frequency the smaller
        element is preferred
    """
    counts: dict[int, int] = dict.fromkeys(nums, 0)
    for num in nums:
        counts[num] += 1

    # The heap never holds more than k candidates and its root is the least
    # preferred of them: O(n log k) in total.
    heap: list[_Candidate] = []
    for num, count in counts.items():
        candidate = _Candidate(count, -num)
        if len(heap) < k:
            heappush(heap, candidate)
        else:
            heappushpop(heap, candidate)

    return sorted(-candidate.negated_value for candidate in heap)
