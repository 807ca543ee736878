import heapq
from typing import Dict, List, Tuple


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    frequencies: Dict[int, int] = dict.fromkeys(nums, 0)
    for num in nums:
        frequencies[num] += 1
    heap: List[Tuple[int, int]] = [(-count, num) for num, count in frequencies.items()]
    heapq.heapify(heap)  # O(d), then k pops of O(log d)
    return [heapq.heappop(heap)[1] for _ in range(min(k, len(heap)))]
