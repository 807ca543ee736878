import bisect


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranked: list[tuple[int, int]] = []
    for num, count in counts.items():
        bisect.insort(ranked, (-count, num))
    return [num for _, num in ranked[:k]]
