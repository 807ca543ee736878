def top_k_frequent(nums, k):
    freq = {}
    for num in nums:
        freq[num] = freq.get(num, 0) + 1
    items = list(freq.items())
    items.sort(key=lambda item: (-item[1], item[0]))
    return [num for num, _ in items[:k]]
