#include "correlator/identity.h"

#include <algorithm>
#include <string>

#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr Text kUnread{0xFFFF'FFFF};

// Windows reads a text up to its first NUL and draws its marks of direction (U+200E, U+200F) as
// nothing (observed: U+200E in EventLog 6008's date): whoever sees two such names sees one.
void drop_what_nobody_sees(std::string& text) {
  if (const auto end = text.find('\0'); end != std::string::npos) text.resize(end);
  for (const std::string_view mark : {"\u200e", "\u200f"}) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.erase(at, mark.size());
    }
  }
}

}  // namespace

// Well-known SIDs: Microsoft, "Security identifiers" (Windows Server documentation). S-1-5-90-0-n
// is DWM-n, S-1-5-96-0-n is UMFD-n, S-1-5-80-… services, S-1-5-82-… IIS application pools,
// S-1-5-83-… virtual machines. S-1-5-111-… is sshd_n, under which the OpenSSH server talks to a
// client before it knows who that is (observed).
AccountClass classify(std::string_view sid, std::string_view user) {
  // A DC's own Kerberos logons carry its computer name with SYSTEM's SID (observed: DC$, S-1-5-18).
  if (sid == "S-1-5-18" || sid == "S-1-5-19" || sid == "S-1-5-20" || sid == "S-1-5-17") {
    return user.ends_with('$') ? AccountClass::machine : AccountClass::system;
  }
  if (sid == "S-1-5-7") return AccountClass::anonymous;
  if (sid.starts_with("S-1-5-90-") || sid.starts_with("S-1-5-96-"))
    return AccountClass::window_manager;
  for (std::string_view service :
       {"S-1-5-80-", "S-1-5-82-", "S-1-5-83-", "S-1-5-94-", "S-1-5-111-"}) {
    if (sid.starts_with(service)) return AccountClass::service;
  }
  return user.ends_with('$') ? AccountClass::machine : AccountClass::user;
}

Identity Accounts::identity(const Event& event) const {
  return {.user = event.user,
          .domain = event.domain,
          .sid = event.sid,
          .account_class = classify(strings_[event.sid], strings_[event.user])};
}

Text Accounts::folded(Text text, bool first_label) {
  auto& memo = first_label ? labels_ : names_;
  const auto index = static_cast<std::size_t>(text);
  if (index >= memo.size()) memo.resize(strings_.size(), kUnread);
  if (memo[index] != kUnread) return memo[index];
  std::string key(strings_[text]);
  drop_what_nobody_sees(key);
  const auto cut = key.find(first_label ? '.' : '@');
  if (cut != std::string::npos && cut != 0) key.resize(cut);
  std::ranges::transform(key, key.begin(), [](char c) { return ascii_upper(c); });
  const Text result = strings_.intern(key);
  memo[index] = result;
  return result;
}

Text Accounts::name_key(Text user) { return folded(user, false); }

void Accounts::add_host_name(Text computer) {
  const Text label = folded(computer, true);
  if (std::ranges::find(host_labels_, label) == host_labels_.end()) host_labels_.push_back(label);
}

bool Accounts::names_host(Text computer) {
  return computer != Text::none &&
         std::ranges::find(host_labels_, folded(computer, true)) != host_labels_.end();
}

bool Accounts::is_another(Text sid, Text user) {
  const auto known = name_of_sid_.find(sid);
  return known != name_of_sid_.end() && known->second != name_key(user);
}

bool Accounts::same_domain(Text a, Text b) {
  if (a == Text::none || b == Text::none || a == b) return true;
  const Text label_a = folded(a, true), label_b = folded(b, true);
  if (label_a == label_b) return true;
  const auto names_host = [&](Text label) {
    return strings_[label] == "." || std::ranges::find(host_labels_, label) != host_labels_.end();
  };
  return names_host(label_a) && names_host(label_b);
}

bool Accounts::same(const Identity& a, const Identity& b) {
  if (a.sid != Text::none && b.sid != Text::none) return a.sid == b.sid;
  return a.user != Text::none && b.user != Text::none && name_key(a.user) == name_key(b.user) &&
         same_domain(a.domain, b.domain);
}

bool Accounts::same(const Event& a, const Event& b) { return same(identity(a), identity(b)); }
bool Accounts::same(const Identity& a, const Event& b) { return same(a, identity(b)); }

}  // namespace sojourn
