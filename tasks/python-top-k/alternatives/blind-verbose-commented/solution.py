"""Selection of the most frequent integers of a sequence."""

import heapq
from collections import defaultdict
from collections.abc import Sequence


def top_k_frequent(nums: Sequence[int], k: int) -> list[int]:
    """Return the ``k`` most frequent elements of ``nums``.

    Among elements of equal frequency the smaller value is preferred.

    Args:
        nums: The integers to examine; left unchanged.
        k: How many elements to return. If there are fewer distinct elements,
            all of them are returned.

    Returns:
        The selected elements in ascending order of value.

    Complexity:
        O(n log k) time and O(n) space, where n is ``len(nums)``.

    >>> top_k_frequent([5, 3, 9, 5, 3], 1)
    [3]
    """
    # Without this check there would be no heap root to compare with below.
    if k == 0:
        return []

    # Step 1: count how often each value occurs.
    frequencies: defaultdict[int, int] = defaultdict(int)
    for value in nums:
        frequencies[value] += 1

    # Step 2: keep the k best candidates in a min-heap whose root is the worst
    # of them. The negated value ranks the smaller of two equally frequent
    # values higher.
    heap: list[tuple[int, int]] = []
    for value, frequency in frequencies.items():
        candidate = (frequency, -value)
        if len(heap) < k:
            heapq.heappush(heap, candidate)
        elif candidate > heap[0]:
            heapq.heapreplace(heap, candidate)

    # Step 3: undo the negation and order the result.
    return sorted(-negated_value for _, negated_value in heap)
