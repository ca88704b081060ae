// JSON that is appended to a text: its commas, names and escapes.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace trunklift {

// Whether a comma is due is told by what stands last in the text, so it costs
// nothing to begin. It does not check that what is opened is closed, nor that
// members stand in objects.
class JsonWriter {
public:
  // What is done to texts: `data` escapes what JSON wants escaped, of valid
  // UTF-8; `shown` is for people, of any bytes (append_shown_json).
  enum class Texts : bool { data, shown };
  // Appends to `out`, whatever it has, and has to be gone before it is.
  explicit JsonWriter(std::string& out, Texts texts = Texts::shown)
      : out_(out), start_(out.size()), texts_(texts) {}

  // Names are ours, and plain: they are not escaped.
  JsonWriter& key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return *this;
  }
  // The same for any name.
  JsonWriter& escaped_key(std::string_view name) {
    text(name);
    out_ += ':';
    return *this;
  }

  // Values: of the key before, or of an array.
  JsonWriter& object() { return open('{'); }
  JsonWriter& array() { return open('['); }
  JsonWriter& end_object() { return append('}'); }
  JsonWriter& end_array() { return append(']'); }
  JsonWriter& text(std::string_view value) {
    separate();
    if (texts_ == Texts::shown) {
      append_shown_json(out_, value);
    } else {
      append_json_string(out_, value);
    }
    return *this;
  }
  JsonWriter& number(std::integral auto value) {
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, end);
    return *this;
  }
  JsonWriter& flag(bool value) { return json(value ? "true" : "false"); }
  // A value, or several members, that are JSON already.
  JsonWriter& json(std::string_view ready) {
    separate();
    out_ += ready;
    return *this;
  }

  // Members.
  JsonWriter& object(std::string_view name) { return key(name).object(); }
  JsonWriter& array(std::string_view name) { return key(name).array(); }
  JsonWriter& text(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }
  JsonWriter& text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? json(name, "null") : text(name, value);
  }
  // A text of ours that has nothing to escape.
  JsonWriter& plain(std::string_view name, std::string_view value) {
    key(name);
    out_ += '"';
    out_ += value;
    return append('"');
  }
  JsonWriter& number(std::string_view name, std::integral auto value) {
    return key(name).number(value);
  }
  JsonWriter& flag(std::string_view name, bool value) {
    return key(name).flag(value);
  }
  JsonWriter& json(std::string_view name, std::string_view ready) {
    return key(name).json(ready);
  }

  // Ends a line of JSON lines.
  void end_line() { out_ += '\n'; }

private:
  void separate() {
    if (out_.size() == start_) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
  }
  JsonWriter& open(char bracket) {
    separate();
    return append(bracket);
  }
  JsonWriter& append(char c) {
    out_ += c;
    return *this;
  }

  std::string& out_;
  std::size_t start_;
  Texts texts_;
};

}  // namespace trunklift
