from itertools import chain, islice
from typing import Iterator, Sequence


def _by_falling_frequency(freq: dict[int, int]) -> Iterator[list[int]]:
    groups: dict[int, list[int]] = {}
    for num, count in freq.items():
        groups.setdefault(count, []).append(num)
    # There are at most sqrt(2n) different frequencies.
    for count in sorted(groups, reverse=True):
        yield sorted(groups[count])


def top_k_frequent(nums: Sequence[int], k: int) -> list[int]:
    """The k most frequent numbers; ties prefer the smaller number."""
    freq: dict[int, int] = {}
    for num in nums:
        freq[num] = freq.get(num, 0) + 1
    return list(islice(chain.from_iterable(_by_falling_frequency(freq)), k))
