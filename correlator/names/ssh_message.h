// What the OpenSSH server says in the text of its event 4. Only the messages that name a user and
// a client are read, and only in the very form in which sshd writes them: the user's name in them
// is whatever the client sent, so that a name may itself look like a message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sojourn {

struct SshMessage {
  enum class Kind : std::uint8_t { accepted, failed, disconnected };
  Kind kind = Kind::failed;
  bool by_key = false;        // not by a password
  bool invalid_user = false;  // no account has this name
  // Parts of the text. `address` is not checked to be one; `port` is digits.
  std::string_view user, address, port;
};

// "Accepted password for alice from 10.0.0.5 port 50122 ssh2", "Failed password for invalid user
// …", "Accepted publickey for … ssh2: ED25519 SHA256:…", "Disconnected from user alice 10.0.0.5
// port 50122". Nothing for any other text.
std::optional<SshMessage> read_ssh_message(std::string_view payload);

}  // namespace sojourn
