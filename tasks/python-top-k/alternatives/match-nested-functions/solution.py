import heapq
from functools import partial
from operator import itemgetter
from typing import Iterable, Sequence


def top_k_frequent(nums: Sequence[int], k: int) -> list[int]:
    def tally(values: Iterable[int]) -> dict[int, int]:
        seen: dict[int, int] = {}
        for value in values:
            try:
                seen[value] += 1
            except KeyError:
                seen[value] = 1
        return seen

    def rank(item: tuple[int, int]) -> tuple[int, int]:
        value, count = item
        return count, -value

    match k:
        case 0:
            return []
        case _:
            best = partial(heapq.nlargest, k, key=rank)
            return list(map(itemgetter(0), best(tally(nums).items())))
