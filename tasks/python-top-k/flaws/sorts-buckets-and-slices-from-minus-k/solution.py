def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    buckets: list[list[int]] = [[] for _ in range(len(nums) + 1)]
    for num, count in counts.items():
        buckets[count].append(num)
    ranked: list[int] = []
    for bucket in buckets:
        ranked.extend(sorted(bucket, reverse=True))
    return ranked[-k:][::-1]
