// What a source address in a record says, read once per distinct text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "correlator/names/text_table.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

struct Address {
  enum class Kind : std::uint8_t {
    none,  // nothing logged: RDP over VMBus, NLA on Server 2012 R2
    ip,
    word,  // not an address: "LOCAL" in the host's language (observed: LOCAL, YEREL), or a host
           // name
  };
  Kind kind = Kind::none;
  Text text = Text::none;  // canonical: IPv4-mapped as IPv4, RFC 5952, no port and no zone;
                           // Text::none for a word; "::" for a tunnel of ngrok's
  SourceScope scope = SourceScope::unknown;
};

// Address::text of what a record says; "" where that is no address.
std::string canonical_address(std::string_view raw);

// Address texts as the records hold them ("1.2.3.4:5555", "[fe80::1%10]:3389", "::ffff:10.0.0.1")
// made comparable.
class Addresses {
 public:
  // `strings` must outlive this.
  explicit Addresses(Strings& strings) : strings_(strings) {}

  Address of(Text raw) const;

 private:
  Address read(Text raw) const;

  Strings& strings_;
  mutable TextTable<Address> known_;  // memo of read()
};

}  // namespace sojourn
