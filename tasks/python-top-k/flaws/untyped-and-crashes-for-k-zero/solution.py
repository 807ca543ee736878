import heapq


def top_k_frequent(nums, k):
    counts = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    heap = []
    for num, count in counts.items():
        if len(heap) < k:
            heapq.heappush(heap, (count, -num))
        elif (count, -num) > heap[0]:
            heapq.heapreplace(heap, (count, -num))
    return sorted(-negated for _, negated in heap)
