// Memory that is given back.
#pragma once

namespace trunklift {

// Empties `container` and frees what it holds. Assigning {} to a vector or a
// text does not: it assigns no elements, and keeps the memory.
template <typename Container>
void give_back(Container& container) {
  Container().swap(container);
}

}  // namespace trunklift
