from queue import PriorityQueue


class _Tally(dict[int, int]):
    def __missing__(self, key: int) -> int:
        return 0


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    if k == 0:
        return []
    tally = _Tally()
    for num in nums:
        tally[num] += 1
    queue: PriorityQueue[tuple[int, int]] = PriorityQueue()
    for num, count in tally.items():
        queue.put((count, -num))
        if queue.qsize() > k:
            queue.get()
    worst_first = [-queue.get()[1] for _ in range(queue.qsize())]
    return worst_first[::-1]
