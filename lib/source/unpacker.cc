// The thread fills blocks; the reader takes inputs out of them, from mark to
// mark.
#include "source/unpacker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

#include "base/interrupt.h"
#include "source/archive.h"
#include "source/format.h"
#include "source/gauge.h"
#include "source/gzip_stream.h"
#include "source/integrity.h"

namespace trunklift {
namespace {

// How deep archives may be nested. A compressed archive counts as one level.
constexpr int most_levels = 3;
// How deep streams may be nested: each level may be a compressed archive.
constexpr std::size_t most_depth = 2 * most_levels;
constexpr std::size_t most_marks = 1000;

bool is_archive(Format format) {
  return format == Format::tar || format == Format::zip;
}

// As in directories, hidden files and hidden directories do not count.
bool is_hidden(std::string_view path) {
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.starts_with('.') && part != "." && part != "..") return true;
    path.remove_prefix(std::min(part.size() + 1, path.size()));
  }
  return false;
}

// The work of the thread.
class UnpackJob {
public:
  UnpackJob(BlockRing& ring, FileStream& file, const InputLimits& limits)
      : ring_(ring),
        file_(file),
        gauges_(most_depth, {file, limits.expansion}),
        verify_(limits.verify) {}

  void run(const std::string& name, HeadStream& stream) try {
    block_ = ring_.empty();
    if (!block_) return;
    unpack(name, stream, file_.is_regular() ? &file_ : nullptr, {});
    block_->last = true;
    give();
  } catch (const Stopped&) {
    return;
  } catch (...) {
    ring_.fail(std::current_exception());
  }

private:
  struct Stopped {};  // the reader needs no more

  // What the current bytes were unpacked from.
  struct Wrapping {
    int level = 0;          // see most_levels
    std::size_t depth = 0;  // see most_depth
    std::string packing;    // see OpenInput
    // If the checksums of the bytes were compared: the entries whose checksums
    // are wrong.
    const CorruptEntries* corrupt = nullptr;
  };

  void give() {
    block_->consumed = file_.consumed();
    ring_.give();
  }

  void flush() {
    give();
    block_ = ring_.empty();
    if (!block_) throw Stopped();
  }

  void mark(Block::Mark::Kind kind, std::string name, std::string text) {
    if (block_->marks.size() == most_marks) flush();
    block_->marks.push_back(
        {kind, block_->size, std::move(name), std::move(text)});
  }

  void problem(const std::string& name, const std::string& reason) {
    mark(Block::Mark::Kind::problem, name, reason);
  }

  // `file` is what `from` reads if that can seek, otherwise nullptr.
  void unpack(const std::string& name, HeadStream& from, FileStream* file,
              Wrapping around) {
    const Format format = format_of(from.head());
    if (format == Format::plain) return deliver(name, from, around.packing);
    if (around.level == most_levels) {
      return problem(name, fmt::format("packed more than {} times, one in the "
                                       "other",
                                       most_levels));
    }
    if (verify_ && !around.corrupt && has_checksums(format)) {
      return unpack_verified(name, format, from, file, around);
    }
    const CorruptEntries* corrupt = std::exchange(around.corrupt, nullptr);
    if (!around.packing.empty()) around.packing += ", ";
    around.packing += format_name(format);
    if (is_archive(format)) {
      Archive archive(format, from, format == Format::zip ? file : nullptr);
      entries(name, archive, around, corrupt);
    } else if (format == Format::gzip) {
      GzipStream stream(from);
      content(name, stream, around);
    } else {
      Archive archive(format, from, nullptr);
      archive.next();
      if (archive.damage()) return problem(name, *archive.damage());
      content(name, archive, around);
    }
  }

  // Unpacks twice, first to compare the checksums. If the stream cannot be read
  // again, copies it to a temporary file before.
  void unpack_verified(const std::string& name, Format format, HeadStream& from,
                       FileStream* file, Wrapping around) {
    std::unique_ptr<FileStream> copy;
    if (!file) {
      copy = FileStream::copy_of(from);
      if (const auto failure = from.failure()) return problem(name, *failure);
      file = copy.get();
    }
    file->rewind();
    const Integrity found =
        check_integrity(format, *file, gauges_.front().limit);
    if (found.corrupt) return not_loaded(name, *found.corrupt);
    around.corrupt = &found.corrupt_entries;
    file->rewind();
    HeadStream again(*file);
    unpack(name, again, file, around);
  }

  void not_loaded(const std::string& name, const std::string& reason) {
    problem(name, reason + "; nothing of it was loaded");
  }

  void content(const std::string& name, ByteStream& stream, Wrapping around) {
    Gauged gauged(stream, gauges_.at(around.depth++));
    HeadStream inside(gauged);
    if (!is_archive(format_of(inside.head()))) ++around.level;
    unpack(name, inside, nullptr, around);
  }

  void entries(const std::string& name, Archive& archive, Wrapping around,
               const CorruptEntries* corrupt) {
    Gauge& gauge = gauges_.at(around.depth++);
    ++around.level;
    bool found = false;
    std::uint64_t index = 0;
    while (const auto entry = archive.next()) {
      ++index;
      if (is_hidden(entry->name)) continue;
      if (entry->has_bytes) {
        problem(name + ':' + entry->name, "neither a file nor a directory");
      }
      if (!entry->is_regular) continue;
      found = true;
      if (corrupt && corrupt->contains(index - 1)) {
        not_loaded(name + ':' + entry->name, corrupt->at(index - 1));
        continue;
      }
      Gauged gauged(archive, gauge);
      HeadStream inside(gauged);
      unpack(name + ':' + entry->name, inside, nullptr, around);
      if (is_too_much()) return;
    }
    if (archive.damage()) return problem(name, *archive.damage());
    if (!found) nothing(name, around.packing);
  }

  // Hands over an input without bytes.
  void nothing(const std::string& name, const std::string& packing) {
    mark(Block::Mark::Kind::begin, name, packing);
    mark(Block::Mark::Kind::end, {}, "");
  }

  // Looks at all depths, because many small bombs may add up.
  bool is_too_much() const {
    return std::any_of(gauges_.begin(), gauges_.end(),
                       [](const Gauge& gauge) { return gauge.is_exceeded(); });
  }

  void deliver(const std::string& name, HeadStream& from,
               const std::string& packing) {
    mark(Block::Mark::Kind::begin, name, packing);
    std::uint64_t size = 0;
    while (true) {
      if (block_->size == Block::capacity) flush();
      const std::size_t got = from.read(block_->bytes.get() + block_->size,
                                        Block::capacity - block_->size);
      if (got == 0) break;
      block_->size += got;
      size += got;
    }
    const auto failure = from.failure();
    mark(Block::Mark::Kind::end, {},
         failure ? fmt::format("{} (after {} unpacked bytes)", *failure, size)
                 : "");
  }

  BlockRing& ring_;
  FileStream& file_;
  std::vector<Gauge> gauges_;  // one for each depth, for the whole file
  const bool verify_;          // see InputLimits
  Block* block_ = nullptr;
};

}  // namespace

// The bytes between two marks.
class Unpacker::Input : public ByteStream {
public:
  explicit Input(Unpacker& from, std::uint64_t start)
      : from_(from), start_(start) {}
  std::size_t read(char* to, std::size_t size) override {
    std::size_t done = 0;
    while (done < size && from_.fetch()) {
      const std::size_t count = std::min(size - done, from_.until_mark());
      if (count == 0) {
        end();
        break;
      }
      std::memcpy(to + done, from_.block_->bytes.get() + from_.at_, count);
      from_.at_ += count;
      done += count;
    }
    return done;
  }
  std::optional<std::string> failure() const override { return failure_; }
  std::uint64_t consumed() const override { return from_.consumed_ - start_; }

private:
  void end() {
    const std::string& text = from_.block_->marks[from_.mark_].text;
    // If the process was asked to stop, the input has not failed.
    if (!text.empty() && interrupted() == 0) failure_ = text;
  }

  Unpacker& from_;
  std::uint64_t start_;
  std::optional<std::string> failure_;
};

Unpacker::Unpacker(std::string name, std::unique_ptr<HeadStream> stream,
                   FileStream& file, const InputLimits& limits)
    : stream_(std::move(stream)), file_(file) {
  thread_ = std::thread([this, name = std::move(name), limits] {
    UnpackJob(ring_, file_, limits).run(name, *stream_);
  });
}

Unpacker::~Unpacker() {
  ring_.stop();
  file_.abandon();
  thread_.join();
}

// Waits until there is a byte or a mark. Returns false if there are no more.
bool Unpacker::fetch() {
  while (!block_ || (at_ == block_->size && mark_ == block_->marks.size())) {
    if (block_) {
      if (block_->last) return false;
      ring_.drop();
    }
    block_ = ring_.full();
    if (!block_) return false;
    at_ = mark_ = 0;
    consumed_ = block_->consumed;
  }
  return true;
}

std::size_t Unpacker::until_mark() const {
  const bool marked = mark_ < block_->marks.size();
  return (marked ? block_->marks[mark_].at : block_->size) - at_;
}

std::optional<Unpacker::Unpacked> Unpacker::next(
    std::vector<InputProblem>& problems) {
  const std::uint64_t start = consumed_;
  while (fetch()) {
    if (const std::size_t rest = until_mark()) {
      at_ += rest;
      continue;
    }
    const Block::Mark& mark = block_->marks[mark_++];
    if (mark.kind == Block::Mark::Kind::begin) {
      return Unpacked{mark.name, std::make_unique<Input>(*this, start),
                      mark.text};
    }
    if (mark.kind == Block::Mark::Kind::problem && interrupted() == 0) {
      problems.push_back({mark.name, mark.text});
    }
  }
  return {};
}

}  // namespace trunklift
