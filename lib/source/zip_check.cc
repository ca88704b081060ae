// Field offsets are those of PKWARE's APPNOTE.TXT, sections 4.3 to 4.5.
#include "source/zip_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace trunklift {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view no_end =
    "the zip archive is cut short, or something follows it: its directory is "
    "not at its end";
constexpr std::string_view more_than_named =
    "the zip archive holds more than its directory names (deleted entries, or "
    "several archives one behind the other): unpack it";
constexpr std::string_view damaged =
    "the directory of the zip archive is "
    "damaged";

// A little-endian number of `bytes` bytes; 0 if the text is too short.
std::uint64_t number_at(std::string_view text, std::size_t at,
                        std::size_t bytes) {
  std::uint64_t out = 0;
  if (at + bytes > text.size()) return out;
  for (std::size_t i = bytes; i-- > 0;) {
    out = out << 8 | static_cast<unsigned char>(text[at + i]);
  }
  return out;
}

constexpr std::uint64_t full_16 = 0xFFFF, full_32 = 0xFFFFFFFF;

// The record at the end of the archive, which tells where the directory is.
struct ZipEnd {
  std::uint64_t entries = 0, directory = 0, directory_size = 0;
  std::uint64_t at = 0;  // where the directory must end
};

std::optional<ZipEnd> find_end(std::string_view tail, std::uint64_t size) {
  constexpr std::size_t record = 22;
  std::size_t at = tail.size();
  while (true) {
    if (at == 0) return {};
    at = tail.rfind("PK\5\6"sv, at - 1);
    if (at == std::string_view::npos) return {};
    if (at + record + number_at(tail, at + 20, 2) == tail.size()) break;
  }
  const std::uint64_t start = size - tail.size();  // where the tail starts
  ZipEnd end{number_at(tail, at + 10, 2), number_at(tail, at + 16, 4),
             number_at(tail, at + 12, 4), start + at};
  const bool is_large = end.entries == full_16 || end.directory == full_32 ||
                        end.directory_size == full_32;
  constexpr std::size_t locator = 20;
  if (!is_large || at < locator || tail.substr(at - locator, 4) != "PK\6\7"sv) {
    return end;
  }
  const std::uint64_t place = number_at(tail, at - locator + 8, 8);
  if (place < start || place - start >= at) return {};
  const std::string_view large = tail.substr(place - start);
  if (!large.starts_with("PK\6\6"sv)) return {};
  return ZipEnd{number_at(large, 32, 8), number_at(large, 48, 8),
                number_at(large, 40, 8), place};
}

// Where an entry is in the file.
struct Extent {
  std::uint64_t at = 0, size = 0;
  bool has_descriptor = false;  // a descriptor follows; its size is not known
};

// Reads the directory entry at the start of `text`. Returns its size there, or
// 0 if it is damaged.
std::size_t directory_entry(std::string_view text, Extent& out) {
  constexpr std::size_t fixed = 46;
  if (text.size() < fixed || !text.starts_with("PK\1\2"sv)) return 0;
  const std::size_t name = number_at(text, 28, 2),
                    extra = number_at(text, 30, 2),
                    all = fixed + name + extra + number_at(text, 32, 2);
  if (all > text.size()) return 0;
  out.has_descriptor = (number_at(text, 8, 2) & 8) != 0;
  out.size = number_at(text, 20, 4);
  out.at = number_at(text, 42, 4);
  // Numbers of more than 32 bits are in an extra field.
  std::string_view fields = text.substr(fixed + name, extra);
  while (fields.size() >= 4) {
    const std::size_t size = number_at(fields, 2, 2);
    if (number_at(fields, 0, 2) == 1) {
      std::size_t next = 4 + (number_at(text, 24, 4) == full_32 ? 8 : 0);
      if (out.size == full_32) {
        out.size = number_at(fields, next, 8);
        next += 8;
      }
      if (out.at == full_32) out.at = number_at(fields, next, 8);
    }
    fields.remove_prefix(std::min(fields.size(), size + 4));
  }
  return all;
}

std::string read_at(FileStream& file, std::uint64_t at, std::size_t size) {
  std::string out(size, '\0');
  std::size_t done = 0;
  if (file.seek(static_cast<std::int64_t>(at), SEEK_SET) >= 0) {
    while (done < size) {
      const std::size_t got = file.read(out.data() + done, size - done);
      if (got == 0) break;
      done += got;
    }
  }
  out.resize(done);
  return out;
}

// The size of the header in front of the data of an entry; 0 if it is damaged.
std::size_t local_header(FileStream& file, const Extent& entry) {
  constexpr std::size_t fixed = 30;
  const std::string header = read_at(file, entry.at, fixed);
  if (!header.starts_with("PK\3\4"sv)) return 0;
  return fixed + number_at(header, 26, 2) + number_at(header, 28, 2);
}

// Whether nothing is between an entry that ends at `end` and `next`, except for
// a descriptor of the entry.
bool meets(const Extent& entry, std::uint64_t end, std::uint64_t next) {
  constexpr std::uint64_t shortest = 12, longest = 24;
  if (next == end) return true;
  return entry.has_descriptor && next >= end + shortest &&
         next <= end + longest;
}

}  // namespace

std::optional<std::string> zip_problem(std::string_view tail,
                                       std::uint64_t size,
                                       std::uint64_t entries) {
  const auto end = find_end(tail, size);
  if (!end) return std::string(no_end);
  if (end->directory + end->directory_size != end->at) {
    return std::string(more_than_named);
  }
  if (end->entries == entries) return {};
  if (end->entries < entries) return std::string(more_than_named);
  return fmt::format("the zip archive is damaged: {} of {} entries were found",
                     entries, end->entries);
}

std::optional<std::string> zip_problem(FileStream& file) {
  const auto size = static_cast<std::uint64_t>(file.status().st_size);
  const std::size_t near =
      static_cast<std::size_t>(std::min<std::uint64_t>(size, zip_tail));
  const auto end = find_end(read_at(file, size - near, near), size);
  if (!end) return std::string(no_end);
  if (end->directory + end->directory_size != end->at) {
    return std::string(more_than_named);
  }
  const std::string directory = read_at(
      file, end->directory, static_cast<std::size_t>(end->directory_size));
  std::vector<Extent> entries;
  for (std::string_view rest = directory; !rest.empty();) {
    Extent entry;
    const std::size_t length = directory_entry(rest, entry);
    if (length == 0) return std::string(damaged);
    entries.push_back(entry);
    rest.remove_prefix(length);
  }
  if (entries.size() != end->entries) return std::string(damaged);
  std::sort(entries.begin(), entries.end(),
            [](const Extent& a, const Extent& b) { return a.at < b.at; });
  Extent before;
  std::uint64_t at = 0;
  for (const Extent& entry : entries) {
    if (!meets(before, at, entry.at)) return std::string(more_than_named);
    const std::size_t header = local_header(file, entry);
    if (header == 0) return std::string(damaged);
    before = entry;
    at = entry.at + header + entry.size;
  }
  if (!meets(before, at, end->directory)) return std::string(more_than_named);
  return {};
}

}  // namespace trunklift
