import heapq
from typing import Dict, List, Tuple


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    freq: Dict[int, int] = {}
    for num in nums:
        freq[num] = freq.get(num, 0) + 1

    heap: List[Tuple[int, int]] = []
    for num, count in freq.items():
        heapq.heappush(heap, (count, -num))
        if len(heap) > k:
            heapq.heappop(heap)

    # The heap yields the least frequent first, so reverse it.
    result = [-heapq.heappop(heap)[1] for _ in range(len(heap))]
    return result[::-1]
