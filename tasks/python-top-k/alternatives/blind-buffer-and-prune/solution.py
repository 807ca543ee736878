def top_k_frequent(nums: list[int], k: int) -> list[int]:
    """Return the k most frequent values, by descending frequency, then ascending value.

    Takes O(n log k) time: the candidates are pruned to the best k whenever 2k are held.
    """
    if k == 0:
        return []

    # Counts are kept negated, so that a plain tuple sort puts the best candidates first.
    negated_counts: dict[int, int] = {}
    for num in nums:
        negated_counts[num] = negated_counts.get(num, 0) - 1

    best: list[tuple[int, int]] = []
    for num, negated_count in negated_counts.items():
        best.append((negated_count, num))
        if len(best) == 2 * k:
            best.sort()
            del best[k:]

    best.sort()
    return [num for _, num in best[:k]]
