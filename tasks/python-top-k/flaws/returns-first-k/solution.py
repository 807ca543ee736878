def top_k_frequent(nums: list[int], k: int) -> list[int]:
    return sorted(set(nums))[:k]
