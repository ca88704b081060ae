// Patterns: ECMA-262 in PCRE2, the small matcher, and what cannot be decided.
#include <catch2/catch.hpp>

#include "schema/pattern.h"
#include "support.h"

namespace trunklift::schema::test {
namespace {

// The small matcher where it serves, and PCRE2 in any case, must agree.
bool matches(const std::string& pattern, std::string_view text) {
  MatchScratch scratch;
  const Match result = Pattern(pattern, Dialect::ecma).match(text, scratch);
  const Pattern other("(?:(?=)" + pattern + ")", Dialect::ecma);
  CHECK_FALSE(other.is_simple());
  CHECK(other.match(text, scratch) == result);
  return result == Match::yes;
}

bool simple(std::string_view pattern) {
  return Pattern(pattern, Dialect::ecma).is_simple();
}

}  // namespace

TEST_CASE("the patterns of the rules need no engine", "[schema][pattern]") {
  for (const auto* pattern :
       {R"(^\+?\d*$)", R"(^\+1(\d{10})$)", R"(^[A-Z][a-z0-9_]{2,5}$)", "^",
        "^$", R"(^sip:(?:[^@]+)@\w{1,})"}) {
    INFO(pattern);
    CHECK(simple(pattern));
  }
  for (const auto* pattern : {"abc", "^a|b$", "^a*a$", "^(a)+$", R"(^\s$)",
                              "^a??$", "^.$", "^a?b?a$"}) {
    INFO(pattern);
    CHECK_FALSE(simple(pattern));
  }
}

TEST_CASE("the small matcher matches", "[schema][pattern]") {
  CHECK(matches(R"(^\+?\d*$)", ""));
  CHECK(matches(R"(^\+?\d*$)", "+"));
  CHECK(matches(R"(^\+?\d*$)", "14155550100"));
  CHECK_FALSE(matches(R"(^\+?\d*$)", "++1"));
  CHECK_FALSE(matches(R"(^\+?\d*$)", "1a"));
  CHECK_FALSE(matches(R"(^\+?\d*$)", "1\n"));
  CHECK(matches(R"(^\+1(\d{10})$)", "+14155550100"));
  CHECK_FALSE(matches(R"(^\+1(\d{10})$)", "+1415555010"));
  CHECK_FALSE(matches(R"(^\+1(\d{10})$)", "+141555501000"));
  CHECK(matches(R"(^[^a]{2}$)", "\u00e9\U0001f600"));
  CHECK_FALSE(matches(R"(^[^a]{2}$)", "\u00e9"));
  CHECK(matches(R"(^\W$)", "\u00e9"));
  CHECK(matches("^ab?", "acd"));
  CHECK(matches("^[a-c-]+$", "a-c"));
}

TEST_CASE("ECMA-262 means what it means in PCRE2", "[schema][pattern]") {
  CHECK(matches(R"(\u00e9)", "\u00e9"));
  CHECK(matches(R"(^\ud83d\ude00$)", "\U0001f600"));
  CHECK(matches(R"(^\u{1f600}$)", "\U0001f600"));
  CHECK(matches(R"(^\x41\cJ\0$)", std::string_view("A\n\0", 3)));
  CHECK(matches(R"(^[\b\cA\]\-\x42]+$)", "\b\x01]-B"));
  CHECK(matches("^[^]$", "\n"));
  CHECK_FALSE(matches("[]", "a"));
  CHECK_FALSE(matches("^.$", "\u2028"));
  CHECK_FALSE(matches("^.$", "\r"));
  CHECK(matches("^.$", "\U0001f600"));
  CHECK(matches(R"(^[^\s]$)", "\u2013"));
  CHECK_FALSE(matches(R"(^[^\S]$)", "\u2013"));
  CHECK(matches(R"(^[\S]$)", "\U0001f600"));
  CHECK(matches(R"(^[\sx]+$)", "x\ufeff\u2029\u1680"));
  CHECK_FALSE(matches(R"(\s)", "\u180e"));
  CHECK(matches(R"(^\p{Script=Greek}\p{gc=Lu}\P{Letter}$)", "\u03b1A1"));
  CHECK(matches(R"(^(?<y>a)\k<y>\1$)", "aaa"));
  CHECK(matches(R"(^(?:(a)|b)\1$)", "b"));  // an unset group matches ""
  CHECK(matches("^[[:alpha:]]$", ":]"));    // no POSIX classes
  CHECK(matches("^a{,2}]}$", "a{,2}]}"));
  CHECK(matches(R"(^\v\/\-\#$)", "\v/-#"));
  CHECK_FALSE(matches(R"(^\v$)", "\n"));
}

TEST_CASE("the platform has a dialect of its own", "[schema][pattern]") {
  MatchScratch scratch;
  const auto match = [&](std::string_view pattern, std::string_view text) {
    return Pattern(pattern, Dialect::platform).match(text, scratch) ==
           Match::yes;
  };
  CHECK(match(R"(^[.\w_-]+$)", "b\u00fccher.example\n"));
  CHECK(match(R"(^\w\W[\W]$)", "\u00e9\u0101\u00d7"));
  CHECK_FALSE(match(R"(^\w$)", "\u0101"));
  CHECK_FALSE(matches(R"(^\w$)", "\u00fc"));
}

TEST_CASE("what is not ECMA-262 is refused", "[schema][pattern]") {
  for (const auto* pattern : {R"(\Z)",
                              R"(\A)",
                              R"(\a)",
                              R"(\e)",
                              R"(\z)",
                              R"(\Q.\E)",
                              R"(\h)",
                              R"(\K)",
                              R"(\R)",
                              R"(\X)",
                              R"(\G)",
                              R"(\_)",
                              "(?i)a",
                              "(?>a)",
                              "(?#a)",
                              "(?P<a>b)",
                              "(*UCP)a",
                              "a++",
                              "a**",
                              "*",
                              "+a",
                              "(",
                              ")",
                              "[a",
                              "\\",
                              R"(\x4)",
                              R"(\u12)",
                              R"(\u{110000})",
                              R"(\ud800)",
                              R"(\cé)",
                              R"(\c1)",
                              R"(\01)",
                              R"(\8)",
                              R"(\k<a>)",
                              R"(\p{Nonsense})",
                              R"(\p)",
                              "[b-a]",
                              R"([\d-z])",
                              R"(\p{sc=})",
                              "(?<a>b)(?<a>c)",
                              "a{2,1}",
                              "^*"}) {
    INFO(pattern);
    CHECK_THROWS_AS(Pattern(pattern, Dialect::ecma), BadPattern);
  }
}

TEST_CASE("a match that takes too long is a violation", "[schema][pattern]") {
  const std::string text = "\"" + std::string(60, 'a') + "!\"";
  const auto found = violations(R"({"pattern":"^(a+)+$"})", text);
  REQUIRE(places(found) == std::vector<std::string>{" pattern"});
  CHECK(found[0].expected ==
        "a string that the pattern ^(a+)+$ is done with within 50,000,000 "
        "steps a document and 64 a byte");
  // And it is no reason to accept anything.
  CHECK_FALSE(valid(R"({"not":{"pattern":"^(a+)+$"}})", text));
  CHECK_FALSE(valid(R"({"not":{"not":{"pattern":"^(a+)+$"}}})", text));
  CHECK_FALSE(valid(R"({"oneOf":[{"pattern":"^(a+)+$"},{}]})", text));
  CHECK(valid(R"({"anyOf":[{"pattern":"^(a+)+$"},{}]})", text));
  CHECK(valid(R"({"not":{"anyOf":[{"pattern":"^(a+)+$"},{}],"enum":[1]}})",
              "\"aaa!\""));
  CHECK(places(violations(R"({"patternProperties":{"^(a+)+$":{}}})",
                          "{" + text + ":1}")) ==
        std::vector<std::string>{"/" + std::string(60, 'a') +
                                 "! patternProperties"});
}

TEST_CASE("long texts are matched by patterns that are in proportion",
          "[schema][pattern]") {
  for (const std::size_t size : {3'000U, 10'000U, 1'000'000U}) {
    INFO(size);
    std::string list = "a";
    while (list.size() < size) list += ",a";
    CHECK(matches("^[^,]+(,[^,]+)*$", list));
    CHECK_FALSE(matches("^[^,]+(,[^,]+)*$", list + ","));
    const std::string base64(size / 4 * 4, 'Q');
    constexpr auto pattern =
        "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";
    CHECK(matches(pattern, base64));
    CHECK(matches(pattern, base64 + "QUI="));
    CHECK_FALSE(matches(pattern, base64 + "Q"));
    CHECK_FALSE(matches("^(a|b|ab)*c$", std::string(size, 'a') + "d"));
  }
}

TEST_CASE("no pattern takes longer than a document's steps",
          "[schema][pattern]") {
  MatchScratch scratch;
  // Each of them takes the square of the text or more, most of them within one
  // part of the pattern, which PCRE2 itself counts as one step.
  for (const auto* source :
       {R"(\s+$)", R"([ ]*[ ]*x)", R"(^( *)\1y)", R"((.)(?=.*\1.*\1)[^\s\S])",
        R"((?<= {3}) *$)", R"(^(.*)(.*)(.*)x$)", "^( +)+$"}) {
    INFO(source);
    const Pattern pattern(source, Dialect::ecma);
    scratch.restart();
    CHECK(pattern.match(std::string(1'000'000, ' ') + "z", scratch) ==
          Match::undecided);
    // A document has its steps once, a text in proportion is free.
    CHECK(Pattern("^(?: |z)*$", Dialect::ecma)
              .match(std::string(100'000, ' '), scratch) == Match::yes);
  }
  const Pattern pattern(R"(\s+$)", Dialect::ecma);
  const std::string text = std::string(5'000, ' ') + "z";
  CHECK(pattern.match(text, scratch) == Match::undecided);
  scratch.restart();
  CHECK(pattern.match(text, scratch) == Match::no);
}

}  // namespace trunklift::schema::test
