from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements using bucket sort, in O(n) time.

    The result is ordered by descending frequency; equal frequencies are
    ordered by ascending value.
    """
    counts: dict[int, int] = defaultdict(int)
    for num in nums:
        counts[num] += 1

    buckets: list[list[int]] = [[] for _ in range(len(nums) + 1)]
    for num, count in counts.items():
        buckets[count].append(num)

    result: list[int] = []
    for bucket in reversed(buckets):
        if len(result) >= k:
            break
        result.extend(sorted(bucket))
    return result[:k]
