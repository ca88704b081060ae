// What is loaded in one transaction: documents with their rows, for COPY.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/modern.h"
#include "sink/sink.h"

namespace trunklift::postgres {

// The tables that documents have rows in, in the order in which rows refer to
// each other; `stage_document` is there while a part is loaded, and says which
// documents of the target it replaces or removes.
enum class Destination : std::uint8_t {
  trunk,
  device,
  phone_number,
  legacy_document,
  unconverted_document,
  legacy_account,
  legacy_limits,
  legacy_number,
  vanished_document,
  before_image,
  stage_document,
  count
};
constexpr std::size_t destinations =
    static_cast<std::size_t>(Destination::count);
std::string_view name_of(Destination destination);
// Rows in COPY's binary format; the others are lines of its text format.
constexpr bool is_binary(Destination destination) {
  return destination < Destination::before_image;
}

// Rows go into tables that hold nothing else, or are merged beside others,
// which are of this run alone or of any run.
enum class LoadMode : std::uint8_t { direct, merge_own, merge };

class LoadBatch {
public:
  void add_row(Destination destination, const Row& row);
  void add_text(Destination destination, std::string_view line);
  // What was added since the last one, if anything, are rows of this document.
  void end_document(const Delivery& delivery);
  // The same of a document of the target that was not delivered.
  void end_document(const Identity& identity);

  // Whether it may have rows of this document, or of what is known of the same
  // account or number. False is certain.
  bool may_hold(const Identity& identity) const;

  std::size_t documents() const { return sources_.size(); }
  std::size_t bytes() const { return bytes_; }
  // The rows of documents `from` up to `to`.
  std::string_view text(Destination destination, std::size_t from,
                        std::size_t to) const;
  std::size_t rows(Destination destination, std::size_t from,
                   std::size_t to) const;
  // The document to which row `line` (from 1) belongs, of those from `from`.
  std::size_t document_of(Destination destination, std::size_t from,
                          std::size_t line) const;
  Refusal refusal(std::size_t document, const std::string& reason) const;

  std::uint64_t number = 0;  // its place among the parts of the run

private:
  // What is told of a document that is refused.
  struct Source {
    std::string account_id, document_id, revision, input, bytes;
    Hash128 content;
    Origin origin;
    Kind kind;
    Bucket counted;
  };
  void end_document(const Identity& identity, const Blob& blob,
                    std::string_view input, Bucket counted);

  std::array<std::string, destinations> text_;
  std::array<std::size_t, destinations> rows_{};
  std::vector<std::array<std::size_t, destinations>> ends_, row_ends_;
  std::vector<Source> sources_;
  std::unordered_set<std::uint64_t> keys_;  // of the documents
  std::size_t bytes_ = 0;
};

}  // namespace trunklift::postgres
