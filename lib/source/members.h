// Goes through the members of an object in text, without parsing them.
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

  // Steps to the next member; false at the end, or where the text is no object.
  bool next();

  std::string_view key;    // as written, without quotes
  std::string_view value;  // as written; a part of the text

  // Steps to the next key alone: `at` is then where its value starts. The text
  // may end there, so that this is how an object is read that is not all there.
  bool next_key();
  std::size_t at() const { return at_; }
  // Passes over the value; false if its end is not in the text.
  bool next_value();

  bool closed() const { return closed_; }  // the end was seen
  // It is no object, whatever follows.
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
