from typing import List


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    """
    Returns the k most frequent elements of nums.

    Uses bucket sort on the frequencies, so the running time is O(n).
    """
    if not nums or k <= 0:
        return []

    # Count the frequency of each number
    freq = {}
    for num in nums:
        freq[num] = freq.get(num, 0) + 1

    # Bucket i holds the numbers that occur i times
    buckets = [[] for _ in range(len(nums) + 1)]
    for num, count in freq.items():
        buckets[count].append(num)

    # Walk from the most frequent bucket downwards
    result = []
    for count in range(len(buckets) - 1, 0, -1):
        for num in sorted(buckets[count]):
            result.append(num)
            if len(result) == k:
                return result
    return result
