"""Frequency analysis helpers."""

import heapq
import logging
from typing import Dict, List, Tuple

logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())


def _count_occurrences(nums: List[int]) -> Dict[int, int]:
    """Map each distinct number to how often it occurs."""
    occurrences: Dict[int, int] = {}
    for number in nums:
        if number in occurrences:
            occurrences[number] += 1
        else:
            occurrences[number] = 1
    return occurrences


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    """
    Return the k most frequent elements in ascending order.

    Args:
        nums: The integers to examine. Not modified.
        k: How many elements to return.

    Returns:
        The k most frequent elements, sorted in ascending order.
    """
    if not nums or k <= 0:
        logger.debug("Nothing to do: len(nums)=%d, k=%d", len(nums), k)
        return []

    occurrences = _count_occurrences(nums)
    if k >= len(occurrences):
        logger.debug("All %d distinct elements requested", len(occurrences))
        return sorted(occurrences)

    candidates: List[Tuple[int, int]] = [(-count, number) for number, count in occurrences.items()]
    best = heapq.nsmallest(k, candidates)
    return sorted(number for _, number in best)
