from heapq import nsmallest


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    counts = dict.fromkeys(nums, 0)
    for num in nums:
        counts[num] += 1

    if k >= len(counts):
        return sorted(counts)

    # How many numbers have each frequency
    histogram = [0] * (len(nums) + 1)
    for count in counts.values():
        histogram[count] += 1

    # Walk down until the next frequency class no longer fits completely
    cutoff, room = len(nums), k
    while histogram[cutoff] <= room and cutoff > 0:
        room -= histogram[cutoff]
        cutoff -= 1

    sure = [num for num, count in counts.items() if count > cutoff]
    tied = nsmallest(room, (num for num, count in counts.items() if count == cutoff))
    return sorted(sure + tied)
