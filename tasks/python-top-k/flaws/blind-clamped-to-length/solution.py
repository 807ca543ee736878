from collections import defaultdict
from heapq import heapify, heappop


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements of nums, most frequent first.

    Elements of equal frequency are ordered by value. Building the heap is O(n) and
    each of the k removals is O(log n), which is O(n + k log n) altogether.
    """
    frequencies: defaultdict[int, int] = defaultdict(int)
    for num in nums:
        frequencies[num] += 1

    ranking = [(-frequency, num) for num, frequency in frequencies.items()]
    heapify(ranking)

    # There may be fewer elements than were asked for.
    return [heappop(ranking)[1] for _ in range(min(k, len(nums)))]
