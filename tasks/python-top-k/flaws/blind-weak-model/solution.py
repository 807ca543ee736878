from typing import List

def top_k_frequent(nums: List[int], k: int) -> List[int]:
    # Handle edge cases
    if not nums or k == 0:
        return []

    # Count the frequency of each number
    freq = {}
    for num in nums:
        if num in freq:
            freq[num] += 1
        else:
            freq[num] = 1

    # Sort the items by frequency in descending order
    sorted_items = sorted(freq.items(), key=lambda x: x[1], reverse=True)

    # Take the first k elements
    result = []
    for i in range(min(k, len(sorted_items))):
        result.append(sorted_items[i][0])

    return result

# Test the function
print(top_k_frequent([5, 3, 9, 5, 3], 1))  # [3]
print(top_k_frequent([2, 9, 9, 9, 2, 7], 2))  # [9, 2]
