import heapq
from collections import defaultdict


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """O(n): each sighting moves a number into the set of the next frequency."""
    count_of: dict[int, int] = {}
    members: defaultdict[int, set[int]] = defaultdict(set)
    for num in nums:
        count = count_of[num] = count_of.get(num, 0) + 1
        members[count - 1].discard(num)
        members[count].add(num)

    result: list[int] = []
    for count in range(len(members), 0, -1):
        if len(result) >= k:
            break
        result += heapq.nsmallest(k - len(result), members[count])
    return result
