// A synthetic dump for rehearsals and benchmarks, flaws and skew of the wild.
#include "generate/generator.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "generate/document.h"
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

constexpr std::size_t buffer_size = 256 * 1024;

// Words separated by blanks, as a list of texts.
void append_words(std::string& out, std::string_view words) {
  const std::size_t start = out.size();
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    out += out.size() == start ? '[' : ',';
    append_json_string(out, words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  out += out.size() == start ? "[]" : "]";
}

class Buffer {
public:
  explicit Buffer(Output& output) : output_(output) {
    text.reserve(buffer_size * 2);
  }
  void flush_if_full() {
    if (text.size() >= buffer_size) flush();
  }
  void flush() {
    output_.write(text);
    bytes += text.size();
    text.clear();
  }

  std::string text;
  std::uint64_t bytes = 0;

private:
  Output& output_;
};

class Generator {
public:
  Generator(const Settings& settings, Output& dump, Output* key);
  Totals run();

private:
  void write_account(const Account& account);
  bool write_document(const Account& account);
  void write_line(const Draft& draft);
  void write_numbers(const Draft& draft);
  void write_key(const Draft& draft, const std::vector<const Flaw*>& flaws);
  void write_neighbours(const Account& account);

  const Settings settings_;
  const NumberPlan plan_;
  const std::uint64_t flaw_limit_;  // of 2^32
  Buffer dump_;
  std::optional<Buffer> key_;
  Arena arena_;
  Counters counters_;
  Written last_sound_;
  Totals totals_;
};

Generator::Generator(const Settings& settings, Output& dump, Output* key)
    : settings_(settings),
      plan_(settings.seed),
      // A power of two: the product is exact, and the same everywhere.
      flaw_limit_(static_cast<std::uint64_t>(settings.flaws * 4294967296.0)),
      dump_(dump) {
  if (key) key_.emplace(*key);
}

Totals Generator::run() {
  for (std::uint64_t i = 0; totals_.documents < settings_.documents; ++i) {
    write_account(draw_account(settings_.seed, i));
  }
  dump_.flush();
  if (key_) key_->flush();
  totals_.bytes = dump_.bytes;
  return totals_;
}

void Generator::write_account(const Account& account) {
  bool hidden = false;
  if (account.comes_first) {
    append_account(dump_.text, account);
    ++totals_.lines;
  }
  for (std::uint32_t i = 0; i < account.documents; ++i) {
    if (totals_.documents == settings_.documents) break;
    hidden |= write_document(account);
  }
  write_neighbours(account);
  if (!account.comes_first && !hidden) {
    append_account(dump_.text, account);
    ++totals_.lines;
  }
  dump_.flush_if_full();
}

// True if the document wants its account document left out.
bool Generator::write_document(const Account& account) {
  const std::uint64_t index = totals_.documents++;
  arena_.reset();
  Draft draft = draw_document(arena_, plan_, account, index, counters_);
  draft.before = &last_sound_;
  Random random(settings_.seed, Stream::flaw, index);
  std::vector<const Flaw*> flaws;
  if (random.next() >> 32 < flaw_limit_) flaws = plant_flaws(draft, random);
  write_line(draft);
  if (!flaws.empty()) {
    ++totals_.flawed;
    if (key_) write_key(draft, flaws);
  } else if (draft.number_count > 0) {
    last_sound_ = {account.id, plan_.number(draft.first_number)};
  }
  write_numbers(draft);
  return draft.hide_account;
}

void Generator::write_line(const Draft& draft) {
  const std::size_t start = dump_.text.size();
  append_json(dump_.text, draft.root);
  if (draft.keep_percent < 100) {
    const std::size_t whole = dump_.text.size() - start;
    dump_.text.resize(start + whole * draft.keep_percent / 100);
  }
  dump_.text += '\n';
  ++totals_.lines;
  dump_.flush_if_full();
}

void Generator::write_numbers(const Draft& draft) {
  if (draft.records == NumberRecords::missing) return;
  std::string number;
  std::string failover;
  for (std::uint64_t i = 0; i < draft.number_count; ++i) {
    const std::uint64_t counter = draft.first_number + i;
    number.clear();
    plan_.append(number, counter);
    failover.clear();
    if (mixed(counter) % 33 == 0) plan_.append(failover, counter ^ 0xFFFFF);
    append_number(dump_.text, draft.account,
                  {number, draft.records == NumberRecords::complete, failover},
                  counter);
    ++totals_.lines;
    dump_.flush_if_full();
  }
}

void Generator::write_key(const Draft& draft,
                          const std::vector<const Flaw*>& flaws) {
  std::string& out = key_->text;
  out += "{\"line\":" + std::to_string(totals_.lines);
  out += ",\"account_id\":\"" + draft.account.id;
  out += "\",\"document_id\":\"" + draft.id + "\",\"flaws\":[";
  for (const Flaw* flaw : flaws) {
    if (flaw != flaws.front()) out += ',';
    append_json_string(out, flaw->name);
  }
  out += "],\"rules\":[";
  for (const Flaw* flaw : flaws) {
    if (flaw != flaws.front()) out += ',';
    append_words(out, flaw->rules);
  }
  out += "],\"allied\":";
  std::string allied;
  for (const Flaw* flaw : flaws) {
    if (!allied.empty() && !flaw->allied.empty()) allied += ' ';
    allied += flaw->allied;
  }
  append_words(out, allied);
  out += "}\n";
  key_->flush_if_full();
}

// What else is in an account's database.
void Generator::write_neighbours(const Account& account) {
  Random random(settings_.seed, Stream::other, account.index * 2 + 1);
  if (random.percent(35)) {
    append_limits(dump_.text, account, random);
    ++totals_.lines;
  }
  while (random.percent(12)) {
    append_bystander(dump_.text, account, random);
    ++totals_.lines;
  }
}

}  // namespace

Totals write_dump(const Settings& settings, Output& dump, Output* key) {
  if (!(settings.flaws >= 0 && settings.flaws <= 1)) {
    throw Error(Exit::usage, "generate", "a dump",
                "the share of flawed documents is not between 0 and 1");
  }
  return Generator(settings, dump, key).run();
}

}  // namespace trunklift::generate
