// Goes through the members of an object in JSON text without parsing it.
#pragma once

#include <cstddef>
#include <string_view>

namespace trunklift {

// Over text that starts with an object:
//
//   for (Members member(text); member.next();) use(member.key, member.value);
class Members {
public:
  explicit Members(std::string_view text);

  // Goes to the next member. Returns false at the end, or if the text is no
  // object.
  bool next();

  std::string_view key;    // as written, without its quotes
  std::string_view value;  // as written; a part of the text

  // Goes to the next key, so that `at` is where its value starts. The text may
  // end there: this is how the start of an incomplete object is read.
  bool next_key();
  std::size_t at() const { return at_; }
  // Goes past the value. Returns false if its end is not in the text.
  bool next_value();

  bool closed() const { return closed_; }  // the end was seen
  // The text is no object, whatever follows.
  bool wrong() const { return wrong_; }

private:
  bool skip_blanks();  // false at the end of the text
  bool take(char c);

  std::string_view text_;
  std::size_t at_ = 0;
  bool first_ = true;
  bool closed_ = false;
  bool wrong_ = false;
};

}  // namespace trunklift
