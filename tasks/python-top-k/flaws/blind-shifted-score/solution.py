import heapq

_VALUE_BITS = 64


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values in ascending order; the smaller value wins ties."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1

    def score(num: int) -> int:
        return (counts[num] << _VALUE_BITS) - num

    return sorted(heapq.nlargest(k, counts, key=score))
