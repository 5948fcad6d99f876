// The OpenSSH server's messages, with the names that clients may send in them.
#include "correlator/names/ssh_message.h"

#include <gtest/gtest.h>

#include <string>

namespace sojourn {
namespace {

std::string reading(std::string_view payload) {
  const auto message = read_ssh_message(payload);
  if (!message) return "nothing";
  const std::string kind = message->kind == SshMessage::Kind::accepted ? "accepted"
                           : message->kind == SshMessage::Kind::failed ? "failed"
                                                                       : "disconnected";
  return kind + (message->by_key ? " key" : "") + (message->invalid_user ? " invalid" : "") + " [" +
         std::string(message->user) + "] [" + std::string(message->address) + "] [" +
         std::string(message->port) + "]";
}

TEST(SshMessage, NamesTheUserAndTheClient) {
  EXPECT_EQ("accepted [alice] [192.0.2.44] [50122]",
            reading("Accepted password for alice from 192.0.2.44 port 50122 ssh2"));
  EXPECT_EQ("failed [alice] [2001:db8::1] [50122]",
            reading("Failed password for alice from 2001:db8::1 port 50122 ssh2"));
  EXPECT_EQ("failed invalid [bob] [192.0.2.44] [50122]",
            reading("Failed password for invalid user bob from 192.0.2.44 port 50122 ssh2"));
  EXPECT_EQ("accepted key [corp\\alice] [192.0.2.44] [50122]",
            reading("Accepted publickey for corp\\alice from 192.0.2.44 port 50122 ssh2: "
                    "ED25519 SHA256:Jx0wcbqD"));
  EXPECT_EQ("disconnected [alice] [192.0.2.44] [50122]",
            reading("Disconnected from user alice 192.0.2.44 port 50122"));
}

TEST(SshMessage, TellsTheClientFromANameThatLooksLikeOne) {
  EXPECT_EQ(
      "failed invalid [x from 10.0.0.1 port 22 ssh2] [192.0.2.44] [50122]",
      reading("Failed password for invalid user x from 10.0.0.1 port 22 ssh2 from 192.0.2.44 port "
              "50122 ssh2"));
  EXPECT_EQ("failed key invalid [x from 10.0.0.1 port 22 ssh2: RSA SHA256:a] [192.0.2.44] [50122]",
            reading("Failed publickey for invalid user x from 10.0.0.1 port 22 ssh2: RSA SHA256:a "
                    "from 192.0.2.44 port 50122 ssh2: RSA SHA256:b"));
  EXPECT_EQ("failed invalid [two words] [192.0.2.44] [50122]",
            reading("Failed password for invalid user two words from 192.0.2.44 port 50122 ssh2"));
}

TEST(SshMessage, ReadsNothingFromOtherTexts) {
  for (const char* text :
       {"", "Accepted", "Accepted password for ", "Server listening on 0.0.0.0 port 22.",
        "Invalid user bob from 192.0.2.44 port 60096",
        "Accepted password for alice from 192.0.2.44 port 50122",
        "Accepted password for alice from 192.0.2.44 port 501222 ssh2",
        "Accepted password for alice from 192.0.2.44 port  ssh2",
        "Accepted password for alice from 192.0.2.44 port 50122 ssh2: RSA SHA256:a",
        "Accepted password for  from 192.0.2.44 port 50122 ssh2",
        "Accepted password for alice from 192.0.2.44 port 50122 ssh2 ",
        "Accepted publickey for alice from 192.0.2.44 port 50122 ssh2: RSA SHA256:a and more",
        "Failed none for alice from 192.0.2.44 port 50122 ssh2",
        "Disconnected from authenticating user alice 192.0.2.44 port 50122 [preauth]",
        "Disconnected from user alice", "Disconnected from 192.0.2.44 port 50122"}) {
    EXPECT_EQ("nothing", reading(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn
