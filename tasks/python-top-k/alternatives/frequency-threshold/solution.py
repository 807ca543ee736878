import heapq


def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Find the frequency of the k-th element by counting, so that only its ties need a selection."""
    freq: dict[int, int] = {}
    for num in nums:
        freq[num] = freq.get(num, 0) + 1

    if k >= len(freq):
        threshold, open_places = 1, k
    else:
        how_many = [0] * (len(nums) + 2)
        for count in freq.values():
            how_many[count] += 1
        threshold, open_places = len(nums) + 1, k
        while open_places > how_many[threshold]:
            open_places -= how_many[threshold]
            threshold -= 1

    above = [num for num, count in freq.items() if count > threshold]
    ties = [num for num, count in freq.items() if count == threshold]
    if k > len(freq):
        open_places = len(ties)
    return sorted(above + heapq.nsmallest(open_places, ties))
