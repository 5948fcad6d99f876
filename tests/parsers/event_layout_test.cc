// Binary XML token by token, put together by hand.
#include "parsers/event_layout.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sojourn {
namespace {

// A chunk in the making: 512 bytes of header, then tokens.
class Tokens {
 public:
  explicit Tokens(bool dependency_ids) : dependency_ids_(dependency_ids), bytes_(512) {}

  Tokens& open(const std::string& name) {
    byte(0x01);
    return element(name);
  }
  Tokens& open_with_attributes(const std::string& name) {
    byte(0x41);
    element(name);
    return number(0, 4);
  }
  Tokens& attribute(const std::string& name_text) {
    byte(0x06);
    return name(name_text);
  }
  Tokens& text(const std::string& ascii) {
    byte(0x05).byte(0x01);
    return counted(ascii);
  }
  Tokens& cdata(const std::string& ascii) {
    byte(0x07);
    return counted(ascii);
  }
  Tokens& character(std::uint16_t code) { return byte(0x08).number(code, 2); }
  Tokens& entity(const std::string& name_text) { return byte(0x09).name(name_text); }
  Tokens& substitution(std::uint16_t index) { return byte(0x0E).number(index, 2).byte(0x01); }
  Tokens& content() { return byte(0x02); }
  Tokens& close() { return byte(0x04); }
  Tokens& end() { return byte(0x00); }
  Tokens& byte(std::uint8_t value) {
    bytes_.push_back(value);
    return *this;
  }

  Result<EventLayout> read(bool in_template) const {
    return read_layout(bytes_, 512, bytes_.size(), Path::document, in_template);
  }

 private:
  Tokens& number(std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) byte(static_cast<std::uint8_t>(value >> 8 * i));
    return *this;
  }
  Tokens& counted(const std::string& ascii) {
    number(static_cast<std::uint32_t>(ascii.size()), 2);
    for (const char c : ascii) number(static_cast<std::uint8_t>(c), 2);
    return *this;
  }
  Tokens& element(const std::string& name_text) {
    if (dependency_ids_) number(0xFFFF, 2);
    number(0, 4);
    return name(name_text);
  }
  Tokens& name(const std::string& ascii) {
    number(static_cast<std::uint32_t>(bytes_.size()) + 4, 4);
    number(0, 4);
    std::uint32_t hash = 0;
    for (const char c : ascii) hash = hash * 65599 + static_cast<std::uint8_t>(c);
    number(hash & 0xFFFF, 2);
    counted(ascii);
    return number(0, 2);
  }

  bool dependency_ids_;
  std::vector<std::uint8_t> bytes_;
};

// "TargetUserName=%3" for each value of the event's own data; pieces are joined by '+'.
std::string data_of(const Result<EventLayout>& layout) {
  if (!layout) return "issue";
  const auto pieces = [](const std::vector<Piece>& all) {
    std::string joined;
    for (const Piece& piece : all) {
      if (!joined.empty()) joined += '+';
      joined += piece.substitution == Piece::kText ? piece.text
                                                   : "%" + std::to_string(piece.substitution);
    }
    return joined;
  };
  std::string data;
  for (const Leaf& leaf : layout.value().leaves) {
    if (leaf.place == Place::data) data += pieces(leaf.name) + "=" + pieces(leaf.value) + "\n";
  }
  return data;
}

Tokens event_data(bool dependency_ids) {
  Tokens tokens(dependency_ids);
  tokens.open("Event").content().open("EventData").content();
  tokens.open_with_attributes("Data").attribute("Name").text("TargetUserName").content();
  return tokens;
}

TEST(EventLayout, ValuesAreKnownByTheNameAttributeOfTheirElement) {
  EXPECT_EQ(data_of(event_data(true).substitution(3).close().close().close().end().read(true)),
            "TargetUserName=%3\n");
}

TEST(EventLayout, ElementsMayLackTheirDependencyIdentifierOrHaveOneUnasked) {
  EXPECT_EQ(data_of(event_data(false).text("bob").close().close().close().end().read(true)),
            "TargetUserName=bob\n");
  EXPECT_EQ(data_of(event_data(true).text("bob").close().close().close().end().read(false)),
            "TargetUserName=bob\n");
}

TEST(EventLayout, TextEntitiesCharactersAndCdataAreOneText) {
  EXPECT_EQ(data_of(event_data(true)
                        .text("R")
                        .entity("amp")
                        .text("D")
                        .character(0x21)
                        .cdata("<x>")
                        .substitution(1)
                        .close()
                        .close()
                        .close()
                        .end()
                        .read(true)),
            "TargetUserName=R&D!<x>+%1\n");
}

TEST(EventLayout, ANameMayBeASubstitutionToo) {
  Tokens tokens(true);
  tokens.open("Event").content().open("EventData").content();
  tokens.open_with_attributes("Data").attribute("Name").substitution(0).content().substitution(1);
  EXPECT_EQ(data_of(tokens.close().close().close().end().read(true)), "%0=%1\n");
}

TEST(EventLayout, WhatStandsBesideTheEventsDataIsWalkedOver) {
  Tokens tokens(true);
  tokens.open("Event").content().open("RenderingInfo").content();
  tokens.open("Data").content().text("no").close().close();
  tokens.open("UserData").content().open("EventXML").content().open("User").content();
  tokens.substitution(7).close().close().close().close().end();
  EXPECT_EQ(data_of(tokens.read(true)), "User=%7\n");
}

TEST(EventLayout, ASubstitutionBetweenElementsIsAHoleForMore) {
  Tokens tokens(true);
  const auto layout = tokens.open("Event").content().substitution(20).close().end().read(true);
  ASSERT_TRUE(layout.ok());
  ASSERT_EQ(layout.value().holes.size(), 1U);
  EXPECT_EQ(layout.value().holes[0].path, Path::event);
  EXPECT_EQ(layout.value().holes[0].substitution, 20);
}

TEST(EventLayout, ElementsWithoutEndAreNoEvent) {
  Tokens deep(true);
  for (int i = 0; i < 100; ++i) deep.open("Event").content();
  EXPECT_EQ(data_of(deep.read(true)), "issue") << "deeper than any event";
  EXPECT_EQ(data_of(Tokens(true).close().read(true)), "issue") << "an end of nothing";
  EXPECT_EQ(data_of(Tokens(true).byte(0x3F).read(true)), "issue") << "no token";
}

}  // namespace
}  // namespace sojourn
