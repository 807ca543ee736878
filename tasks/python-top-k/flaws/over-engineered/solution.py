"""Top-k frequent elements, with validation, strategies and a heap of its own."""

from abc import ABC, abstractmethod
from typing import Dict, Iterator, List, Optional, Tuple


class InvalidInputError(ValueError):
    """Raised for input that is not usable."""


class InputValidator:
    """Validates the arguments before they are used."""

    @staticmethod
    def validate_nums(nums: List[int]) -> None:
        if nums is None:
            raise InvalidInputError("nums must not be None")
        if not isinstance(nums, (list, tuple)):
            raise InvalidInputError(f"nums must be a list, got {type(nums).__name__}")
        for index, num in enumerate(nums):
            if not isinstance(num, int):
                raise InvalidInputError(f"nums[{index}] must be an int, got {type(num).__name__}")

    @staticmethod
    def validate_k(k: int) -> None:
        if k is None:
            raise InvalidInputError("k must not be None")
        if not isinstance(k, int):
            raise InvalidInputError(f"k must be an int, got {type(k).__name__}")
        if k < 0:
            raise InvalidInputError(f"k must not be negative, got {k}")


class FrequencyTable:
    """Counts how often each number occurs."""

    def __init__(self) -> None:
        self._counts: Dict[int, int] = {}
        self._total: int = 0

    def add(self, num: int) -> None:
        if num in self._counts:
            self._counts[num] += 1
        else:
            self._counts[num] = 1
        self._total += 1

    def add_all(self, nums: List[int]) -> "FrequencyTable":
        for num in nums:
            self.add(num)
        return self

    def __iter__(self) -> Iterator[Tuple[int, int]]:
        return iter(self._counts.items())

    def __len__(self) -> int:
        return len(self._counts)

    @property
    def total(self) -> int:
        return self._total


class BoundedHeap:
    """A min-heap that holds at most a given number of entries."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: List[Tuple[int, int]] = []

    def offer(self, entry: Tuple[int, int]) -> None:
        if self._capacity == 0:
            return
        if len(self._entries) < self._capacity:
            self._entries.append(entry)
            self._sift_up(len(self._entries) - 1)
        elif self._entries[0] < entry:
            self._entries[0] = entry
            self._sift_down(0)

    def drain(self) -> List[Tuple[int, int]]:
        drained: List[Tuple[int, int]] = []
        while self._entries:
            drained.append(self._pop())
        drained.reverse()
        return drained

    def _pop(self) -> Tuple[int, int]:
        top = self._entries[0]
        last = self._entries.pop()
        if self._entries:
            self._entries[0] = last
            self._sift_down(0)
        return top

    def _sift_up(self, index: int) -> None:
        while index > 0:
            parent = (index - 1) // 2
            if self._entries[parent] <= self._entries[index]:
                break
            self._swap(parent, index)
            index = parent

    def _sift_down(self, index: int) -> None:
        size = len(self._entries)
        while True:
            left = 2 * index + 1
            right = 2 * index + 2
            smallest = index
            if left < size and self._entries[left] < self._entries[smallest]:
                smallest = left
            if right < size and self._entries[right] < self._entries[smallest]:
                smallest = right
            if smallest == index:
                break
            self._swap(smallest, index)
            index = smallest

    def _swap(self, a: int, b: int) -> None:
        self._entries[a], self._entries[b] = self._entries[b], self._entries[a]


class SelectionStrategy(ABC):
    """How the k best are selected from a table."""

    @abstractmethod
    def select(self, table: FrequencyTable, k: int) -> List[int]:
        """Return the k best numbers."""


class HeapSelectionStrategy(SelectionStrategy):
    """Selects with a bounded heap in O(n log k)."""

    def select(self, table: FrequencyTable, k: int) -> List[int]:
        heap = BoundedHeap(k)
        for num, count in table:
            heap.offer((count, -num))
        return [-negated for _, negated in heap.drain()]


class TopKFrequentFinder:
    """Ties validation, counting and selection together."""

    def __init__(self, strategy: Optional[SelectionStrategy] = None) -> None:
        self._strategy: SelectionStrategy = strategy or HeapSelectionStrategy()

    def find(self, nums: List[int], k: int) -> List[int]:
        InputValidator.validate_nums(nums)
        InputValidator.validate_k(k)
        if k == 0 or not nums:
            return []
        table = FrequencyTable().add_all(nums)
        return self._strategy.select(table, min(k, len(table)))


def top_k_frequent(nums: List[int], k: int) -> List[int]:
    """Return the k most frequent elements."""
    return TopKFrequentFinder().find(nums, k)
