// Rows in the binary format of COPY (the manual's chapter on COPY, and the
// receive functions of the types).
#include "sink/postgres/copy_binary.h"

#include <arpa/inet.h>
#include <endian.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "sink/postgres/copy_text.h"

namespace trunklift::postgres {
namespace {

constexpr std::uint32_t null_size = 0xFFFFFFFF;
constexpr std::uint32_t text_oid = 25;
// Seconds of the Gregorian calendar until the server's time zero.
constexpr std::int64_t gregorian_2000 = 63'113'904'000;
constexpr std::int64_t microseconds = 1'000'000;

// The types of columns in the target.
enum class Wire : std::uint8_t {
  text,
  int4,
  int8,
  boolean,
  json,
  jsonb,
  texts,
  time,
  address,
  id,
  bytes
};

// The target has two types of integers, which modern.def does not tell apart.
Wire wire_of_integer(TableId table, std::size_t column) {
  const bool narrow = table == TableId::device
                          ? column == device::position || column == device::port
                          : table == TableId::phone_number &&
                                column == phone_number::claim_rank;
  return narrow ? Wire::int4 : Wire::int8;
}

Wire wire_of_json(TableId table, std::size_t column) {
  const bool as_written = (table == TableId::legacy_document &&
                           column == legacy_document::changes) ||
                          (table == TableId::unconverted_document &&
                           column == unconverted_document::reasons);
  return as_written ? Wire::json : Wire::jsonb;
}

Wire wire_of(const Table& table, std::size_t column) {
  switch (table.columns[column].type) {
    case ColumnType::text: return Wire::text;
    case ColumnType::integer: return wire_of_integer(table.id, column);
    case ColumnType::boolean: return Wire::boolean;
    case ColumnType::json: return wire_of_json(table.id, column);
    case ColumnType::texts: return Wire::texts;
    case ColumnType::time: return Wire::time;
    case ColumnType::address: return Wire::address;
    case ColumnType::id: return Wire::id;
    case ColumnType::bytes: return Wire::bytes;
  }
  return Wire::text;
}

using Wires = std::vector<Wire>;

const Wires& wires_of(const Table& table) {
  static const std::vector<Wires> all = [] {
    std::vector<Wires> out(all_tables().size());
    for (const Table& each : all_tables()) {
      for (std::size_t i = 0; i < each.columns.size(); ++i) {
        out[static_cast<std::size_t>(each.id)].push_back(wire_of(each, i));
      }
    }
    return out;
  }();
  return all[static_cast<std::size_t>(table.id)];
}

void append(std::string& out, const void* bytes, std::size_t size) {
  out.append(static_cast<const char*>(bytes), size);
}

void append_16(std::string& out, std::uint16_t value) {
  value = htobe16(value);
  append(out, &value, sizeof value);
}

void append_32(std::string& out, std::uint32_t value) {
  value = htobe32(value);
  append(out, &value, sizeof value);
}

// Appends a size and a value of that size, both in network order.
template <typename Value>
void append_fixed(std::string& out, Value value) {
  std::array<char, 4 + sizeof value> bytes;
  const std::uint32_t size = htobe32(sizeof value);
  std::memcpy(bytes.data(), &size, sizeof size);
  std::memcpy(bytes.data() + sizeof size, &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

void append_sized(std::string& out, std::string_view bytes) {
  append_32(out, static_cast<std::uint32_t>(bytes.size()));
  out += bytes;
}

// Appends a size that is known once what it is the size of has been written.
class Sized {
public:
  explicit Sized(std::string& out) : out_(out), at_(out.size()) {
    append_32(out, 0);
  }
  ~Sized() {
    const std::uint32_t size =
        htobe32(static_cast<std::uint32_t>(out_.size() - at_ - sizeof size));
    out_.replace(at_, sizeof size, reinterpret_cast<const char*>(&size),
                 sizeof size);
  }
  Sized(const Sized&) = delete;
  Sized& operator=(const Sized&) = delete;

private:
  std::string& out_;
  std::size_t at_;
};

// A value that has no place in the type is written wider than it.
void append_integer(std::string& out, Wire wire, std::int64_t value) {
  using Narrow = std::numeric_limits<std::int32_t>;
  if (wire == Wire::boolean) {
    append_fixed(out, value ? '\1' : '\0');
  } else if (wire == Wire::int4 && value >= Narrow::min() &&
             value <= Narrow::max()) {
    append_fixed(out, htobe32(static_cast<std::uint32_t>(value)));
  } else {
    append_fixed(out, htobe64(static_cast<std::uint64_t>(value)));
  }
}

void append_time(std::string& out, std::int64_t gregorian) {
  append_fixed(out, htobe64(static_cast<std::uint64_t>(
                        (gregorian - gregorian_2000) * microseconds)));
}

// An address is its family (the server's own numbers), its bits, whether it is
// a network, and its bytes.
void append_address(std::string& out, std::string_view text) {
  const std::string name(text);
  std::array<unsigned char, 16> address{};
  const bool wide = name.find(':') != name.npos;
  if (::inet_pton(wide ? AF_INET6 : AF_INET, name.c_str(), address.data()) !=
      1) {
    return append_sized(out, text);
  }
  const std::size_t size = wide ? 16 : 4;
  append_32(out, static_cast<std::uint32_t>(4 + size));
  out += wide ? '\3' : '\2';
  out += static_cast<char>(8 * size);
  out += '\0';
  out += static_cast<char>(size);
  append(out, address.data(), size);
}

void append_texts(std::string& out, std::string_view json) {
  const std::vector<std::string> texts = texts_of(json);
  const Sized sized(out);
  append_32(out, texts.empty() ? 0 : 1);  // dimensions
  append_32(out, 0);                      // nothing is null
  append_32(out, text_oid);
  if (texts.empty()) return;
  append_32(out, static_cast<std::uint32_t>(texts.size()));
  append_32(out, 1);  // the first index
  for (const std::string& text : texts) {
    const Sized element(out);
    append_storable(out, text);
  }
}

void append_text(std::string& out, Wire wire, std::string_view text) {
  switch (wire) {
    case Wire::texts: return append_texts(out, text);
    case Wire::address: return append_address(out, text);
    case Wire::json:
    case Wire::jsonb: {
      const Sized sized(out);
      if (wire == Wire::jsonb) out += '\1';  // version
      return append_storable_json(out, text);
    }
    case Wire::text: {
      if (text.find('\0') == text.npos) return append_sized(out, text);
      const Sized sized(out);
      return append_storable(out, text);
    }
    default: return append_sized(out, text);
  }
}

void append_cell(std::string& out, Wire wire, const Cell& cell) {
  switch (cell.kind()) {
    case Cell::Kind::null: return append_32(out, null_size);
    case Cell::Kind::integer:
    case Cell::Kind::boolean: return append_integer(out, wire, cell.integer());
    case Cell::Kind::time: return append_time(out, cell.integer());
    case Cell::Kind::id: return append_fixed(out, cell.id());
    case Cell::Kind::text: return append_text(out, wire, cell.text());
  }
}

}  // namespace

std::string_view binary_header() {
  // Signature, flags, size of an extension.
  return std::string_view("PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0", 19);
}

std::string_view binary_trailer() { return "\xFF\xFF"; }

void append_binary_row(std::string& out, const Table& table, const Row& row) {
  const Wires& wires = wires_of(table);
  append_16(out, static_cast<std::uint16_t>(row.cells.size()));
  std::size_t nulls = 0;  // in a row: most columns of most rows
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (cell.is_null()) {
      ++nulls;
      continue;
    }
    out.append(nulls * sizeof null_size, '\xFF');
    nulls = 0;
    append_cell(out, wires[i], cell);
  }
  out.append(nulls * sizeof null_size, '\xFF');
}

std::size_t binary_row_end(std::string_view rows, std::size_t at) {
  const auto number = [&](std::size_t size) {
    std::uint32_t value = 0;
    for (const std::size_t end = at + size; at < end; ++at) {
      value = value << 8 | static_cast<unsigned char>(rows[at]);
    }
    return value;
  };
  for (std::uint32_t left = number(2); left > 0; --left) {
    const std::uint32_t size = number(4);
    if (size != null_size) at += size;
  }
  return at;
}

}  // namespace trunklift::postgres
