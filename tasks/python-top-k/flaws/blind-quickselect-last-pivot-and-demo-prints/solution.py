def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent elements in ascending order, using quickselect (O(n))."""
    counts: dict[int, int] = {}
    for num in nums:
        counts[num] = counts.get(num, 0) + 1
    ranked = [(-count, num) for num, count in counts.items()]

    low, high = 0, len(ranked) - 1
    while low < high:
        pivot = ranked[high]
        store = low
        for i in range(low, high):
            if ranked[i] < pivot:
                ranked[i], ranked[store] = ranked[store], ranked[i]
                store += 1
        ranked[store], ranked[high] = ranked[high], ranked[store]
        if store == k:
            break
        if store < k:
            low = store + 1
        else:
            high = store - 1

    return sorted(num for _, num in ranked[:k])


# Example usage
print(top_k_frequent([5, 3, 9, 5, 3], 1))  # [3]
print(top_k_frequent([2, 9, 9, 9, 2, 7], 2))  # [2, 9]
