import heapq


class _Frequencies(dict[int, int]):
    """Number of occurrences of each integer."""

    def __init__(self, nums: list[int]) -> None:
        super().__init__()
        for num in nums:
            self[num] += 1

    def __missing__(self, num: int) -> int:
        return 0

    def rank(self, num: int) -> tuple[int, int]:
        return -self[num], num

    def top(self, k: int) -> list[int]:
        return heapq.nsmallest(k, self, key=self.rank)


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent integers, most frequent first."""
    return _Frequencies(nums).top(k)
