def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    result: list[int] = []
    while counts and len(result) < k:
        best = max(counts, key=lambda num: (counts[num], -num))
        result.append(best)
        del counts[best]
    return result
