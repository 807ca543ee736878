import heapq
from typing import List


class Entry:
    """Orders a less wanted element before a more wanted one."""

    __slots__ = ("value", "count")

    def __init__(self, value: int, count: int) -> None:
        self.value = value
        self.count = count

    def __lt__(self, other: "Entry") -> bool:
        if self.count != other.count:
            return self.count < other.count
        return self.value > other.value


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    if k == 0:
        return []
    counts = {}
    for num in nums:
        if num in counts:
            counts[num] += 1
        else:
            counts[num] = 1
    heap = []
    for value, count in counts.items():
        entry = Entry(value, count)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        else:
            heapq.heappushpop(heap, entry)
    return sorted(entry.value for entry in heap)
