import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    freq: dict[int, int] = {}
    for n in nums:
        freq[n] = freq.get(n, 0) + 1
    # Counter would do the same as the loop above, but it is not allowed.
    return sorted(heapq.nlargest(k, freq, key=lambda n: (freq[n], -n)))
