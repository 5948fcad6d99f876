#include "correlator/names/ssh_message.h"

#include <algorithm>

namespace sojourn {
namespace {

// Removes `prefix` from the front of `text`; false, and nothing happens, where it is not there.
bool skip(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Cuts `text` at its last `mark` and returns what stood behind; "" where there is none.
std::string_view cut_behind(std::string_view& text, std::string_view mark) {
  const auto at = text.rfind(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view behind = text.substr(at + mark.size());
  text = text.substr(0, at);
  return behind;
}

bool is_port(std::string_view text) {
  constexpr std::size_t kLongest = 5;
  return !text.empty() && text.size() <= kLongest &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "ED25519 SHA256:…": no further word, so that none of it can be of a name.
bool is_key(std::string_view text) {
  const auto blank = text.find(' ');
  return blank != std::string_view::npos && blank != 0 &&
         text.find(' ', blank + 1) == std::string_view::npos &&
         text.substr(blank + 1).find(':') != std::string_view::npos;
}

// Takes "… IP port N" off the end, where `before_address` stands between it and the user.
bool take_client(std::string_view text, std::string_view before_address, SshMessage& message) {
  message.port = cut_behind(text, " port ");
  message.address = cut_behind(text, before_address);
  message.user = text;
  return is_port(message.port) && !message.user.empty() && !message.address.empty() &&
         message.address.find(' ') == std::string_view::npos;
}

bool take_method(std::string_view& text, SshMessage& message) {
  if (skip(text, "password for ")) return true;
  message.by_key = skip(text, "publickey for ");
  return message.by_key;
}

}  // namespace

std::optional<SshMessage> read_ssh_message(std::string_view payload) {
  SshMessage message;
  if (skip(payload, "Disconnected from user ")) {
    message.kind = SshMessage::Kind::disconnected;
    if (!take_client(payload, " ", message)) return std::nullopt;
    return message;
  }
  if (skip(payload, "Accepted ")) {
    message.kind = SshMessage::Kind::accepted;
  } else if (!skip(payload, "Failed ")) {
    return std::nullopt;
  }
  if (!take_method(payload, message)) return std::nullopt;
  message.invalid_user = message.kind == SshMessage::Kind::failed && skip(payload, "invalid user ");
  // The last of them is sshd's own: a name that holds one stands before it.
  const auto protocol = payload.rfind(" ssh2");
  if (protocol == std::string_view::npos) return std::nullopt;
  std::string_view key = payload.substr(protocol + std::string_view(" ssh2").size());
  const bool is_whole = key.empty() || (message.by_key && skip(key, ": ") && is_key(key));
  if (!is_whole || !take_client(payload.substr(0, protocol), " from ", message))
    return std::nullopt;
  return message;
}

}  // namespace sojourn
