from typing import List, Tuple


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    """Return the k most frequent elements (ties: smaller value) in ascending order.

    A hand-written min-heap of at most k entries keeps the cost at O(n log k).
    """
    counts = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    heap: List[Tuple[int, int]] = []
    for num, count in counts.items():
        entry = (count, -num)
        if len(heap) < k:
            heap.append(entry)
            _sift_up(heap, len(heap) - 1)
        elif heap and entry > heap[0]:
            heap[0] = entry
            _sift_down(heap, 0)

    return sorted(-negated for _, negated in heap)


def _sift_up(heap: List[Tuple[int, int]], index: int) -> None:
    while index > 0:
        parent = (index - 1) // 2
        if heap[parent] <= heap[index]:
            return
        heap[parent], heap[index] = heap[index], heap[parent]
        index = parent


def _sift_down(heap: List[Tuple[int, int]], index: int) -> None:
    size = len(heap)
    while True:
        smallest = index
        for child in (2 * index + 1, 2 * index + 2):
            if child < size and heap[child] < heap[smallest]:
                smallest = child
        if smallest == index:
            return
        heap[index], heap[smallest] = heap[smallest], heap[index]
        index = smallest
