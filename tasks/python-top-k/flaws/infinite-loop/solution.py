def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    result: list[int] = []
    frequency = len(nums)
    while len(result) < k and frequency > 0:
        result += [num for num in counts if counts[num] == frequency]
    return sorted(result[:k])
