import heapq
from collections import defaultdict


class Solution:
    def topKFrequent(self, nums: list[int], k: int) -> list[int]:
        freq: dict[int, int] = defaultdict(int)
        for n in nums:
            freq[n] += 1

        return heapq.nsmallest(k, freq, key=lambda n: (-freq[n], n))
