// Pointers that are too long to be shown, or kept, as a whole.
#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "base/shortened.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

// This many bytes at either end hold all characters that are shown.
constexpr std::size_t enough = most_shown * 4;

std::string index_text(const Place& place) {
  return std::to_string(place.index);
}

std::size_t digits_in(std::size_t index) {
  std::size_t count = 1;
  for (; index > 9; index /= 10) ++count;
  return count;
}

std::size_t size_of(const Place& place) {
  std::size_t size = 0;
  for (const Place* at = &place; at->up; at = at->up) {
    size += 1 + (at->key.data() ? at->key.size() : digits_in(at->index));
  }
  return size;
}

// Never returns 0, which stands for a hash that is not known.
std::uint64_t hash_of_step(std::uint64_t way, std::string_view token) {
  const std::uint64_t hash =
      FieldHash()
          .add(static_cast<std::int64_t>(way))
          .add(static_cast<std::int64_t>(hash128(token).high))
          .finish()
          .high;
  return hash == 0 ? 1 : hash;
}

std::uint64_t hash_of(const Place& place) {
  std::vector<const Place*> steps;  // those without a hash
  const Place* at = &place;
  for (; at->up && at->hash == 0; at = at->up) steps.push_back(at);
  std::uint64_t hash = at->up ? at->hash : 1;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const Place& here = **step;
    hash = here.key.data() ? hash_of_step(hash, here.key)
                           : hash_of_step(hash, index_text(here));
    here.hash = hash;
  }
  return hash;
}

// The same hash, made of a pointer's text, and its size without escapes.
struct Whole {
  std::uint64_t size = 0, hash = 1;
};

std::size_t escapes_in(std::string_view pointer) {
  return static_cast<std::size_t>(
      std::count(pointer.begin(), pointer.end(), '~'));
}

Whole whole_of(std::string_view pointer) {
  Whole out;
  out.size = pointer.size() - escapes_in(pointer);
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string_view token = pointer.substr(0, end);
    out.hash = hash_of_step(
        out.hash, escapes_in(token) ? unescaped(token) : std::string(token));
    pointer.remove_prefix(end);
  }
  return out;
}

// Append the beginning, or return the end, of what append_token appends.
void append_head(std::string& out, const Place& step) {
  if (!step.key.data()) {
    out += '/' + index_text(step);
  } else {
    append_token(out, step.key.substr(0, enough));
  }
}

std::string tail_of(const Place& step) {
  std::string out;
  if (!step.key.data()) return '/' + index_text(step);
  const bool is_whole = step.key.size() <= enough;
  append_token(out,
               is_whole ? step.key : step.key.substr(step.key.size() - enough));
  return is_whole ? out : out.substr(1);
}

std::string tail_of_way(const Place& place) {
  std::vector<std::string> steps;
  std::size_t size = 0;
  for (const Place* at = &place; at->up && size < enough; at = at->up) {
    steps.push_back(tail_of(*at));
    size += steps.back().size();
  }
  std::string out;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) out += *step;
  return out;
}

std::string head_of_way(const Place& place) {
  std::vector<const Place*> steps;
  for (const Place* at = &place; at->up; at = at->up) steps.push_back(at);
  std::string out;
  for (auto step = steps.rbegin(); step != steps.rend() && out.size() < enough;
       ++step) {
    append_head(out, **step);
  }
  return out;
}

}  // namespace

bool is_kept_whole(const Place& place) {
  return size_of(place) <= most_of_pointer;
}

bool is_kept_whole(std::string_view pointer) {
  return pointer.size() <= most_of_pointer ||
         pointer.size() - escapes_in(pointer) <= most_of_pointer;
}

KeptPointer kept_pointer(const Place& place) {
  if (is_kept_whole(place)) return {to_pointer(place), false};
  return {shortened_pointer(place), true};
}

std::string shortened_pointer(const Place& place) {
  if (is_kept_whole(place)) return shortened_pointer(to_pointer(place));
  return shortened(head_of_way(place), tail_of_way(place), size_of(place),
                   hash_of(place));
}

std::string shortened_pointer(std::string_view pointer) {
  if (!is_longer_than(pointer, most_shown)) return std::string(pointer);
  const Whole whole = whole_of(pointer);
  return shortened(pointer, pointer, whole.size, whole.hash);
}

std::string_view shown_pointer(std::string_view pointer, std::string& room) {
  if (!is_longer_than(pointer, most_shown)) return pointer;
  room = shortened_pointer(pointer);
  return room;
}

}  // namespace trunklift
